# One silo. Needs a feed with the real packages: docker build -t accounttwins .
# Another feed: put a nuget.config beside this file. Build properties: --build-arg PROPERTIES="-p:NAME=VALUE"
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG PROPERTIES=""
WORKDIR /source
COPY . .
RUN dotnet publish silo/AccountTwins.Silo.csproj --configuration Release --output /app ${PROPERTIES}

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# The embedded database of a silo without PostgreSQL; the image's own user may write here and nowhere else.
RUN mkdir /data && chown $APP_UID /data
VOLUME /data
USER $APP_UID
ENV Storage__DataFolder=/data
EXPOSE 8080 11111 30000
ENTRYPOINT ["dotnet", "AccountTwins.Silo.dll"]
