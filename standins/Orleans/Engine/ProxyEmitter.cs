using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace AccountTwins.StandIns.Engine
{
    /// <summary>Emits a class per grain interface whose methods box their arguments and hand them to the reference.</summary>
    internal static class ProxyEmitter
    {
        private static readonly Lock Gate = new();
        private static readonly AssemblyBuilder Assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("AccountTwins.StandIns.Proxies"), AssemblyBuilderAccess.Run);
        private static readonly ModuleBuilder Module = Assembly.DefineDynamicModule("proxies");
        private static readonly HashSet<string> Opened = [];

        public static Type Emit(Type grainInterface, IReadOnlyList<GrainMethod> methods)
        {
            lock (Gate)
            {
                Open(typeof(GrainReference).Assembly);
                foreach (var type in methods.Select(each => each.Info.DeclaringType!).Append(grainInterface).SelectMany(each => each.GetGenericArguments().Append(each)))
                    Open(type.Assembly);
                var builder = Module.DefineType($"Proxies.{grainInterface.FullName}#{Opened.Count}.{Module.GetTypes().Length}", TypeAttributes.Public | TypeAttributes.Sealed, typeof(GrainReference), [grainInterface]);
                EmitConstructor(builder);
                for (var i = 0; i < methods.Count; i++)
                    EmitMethod(builder, methods[i].Info, i);
                return builder.CreateType();
            }
        }

        private static void EmitConstructor(TypeBuilder builder)
        {
            Type[] parameters = [typeof(CallSource), typeof(GrainInterface), typeof(GrainId)];
            var il = builder.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, parameters).GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Ldarg_3);
            il.Emit(OpCodes.Call, typeof(GrainReference).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, parameters)!);
            il.Emit(OpCodes.Ret);
        }

        private static void EmitMethod(TypeBuilder builder, MethodInfo method, int index)
        {
            var parameters = method.GetParameters().Select(each => each.ParameterType).ToArray();
            var emitted = builder.DefineMethod(
                $"{method.DeclaringType!.Name}.{method.Name}", MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.NewSlot | MethodAttributes.HideBySig, method.ReturnType, parameters);
            var il = emitted.GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, index);
            if (parameters.Length == 0)
            {
                il.Emit(OpCodes.Call, typeof(Array).GetMethod(nameof(Array.Empty))!.MakeGenericMethod(typeof(object)));
            }
            else
            {
                il.Emit(OpCodes.Ldc_I4, parameters.Length);
                il.Emit(OpCodes.Newarr, typeof(object));
            }

            for (var i = 0; i < parameters.Length; i++)
            {
                il.Emit(OpCodes.Dup);
                il.Emit(OpCodes.Ldc_I4, i);
                il.Emit(OpCodes.Ldarg, i + 1);
                if (parameters[i].IsValueType)
                    il.Emit(OpCodes.Box, parameters[i]);
                il.Emit(OpCodes.Stelem_Ref);
            }

            il.Emit(OpCodes.Call, Target(method.ReturnType));
            il.Emit(OpCodes.Ret);
            builder.DefineMethodOverride(emitted, method);
        }

        private static MethodInfo Target(Type result)
        {
            var isTask = typeof(Task).IsAssignableFrom(result);
            var name = result.IsGenericType
                ? isTask ? nameof(GrainReference.CallTaskOf) : nameof(GrainReference.CallValueTaskOf)
                : isTask ? nameof(GrainReference.CallTask) : nameof(GrainReference.CallValueTask);
            var method = typeof(GrainReference).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!;
            return result.IsGenericType ? method.MakeGenericMethod(result.GetGenericArguments()) : method;
        }

        // Grain interfaces may be internal to their assembly; the runtime honours this attribute by name.
        private static void Open(Assembly assembly)
        {
            if (Opened.Add(assembly.GetName().Name!))
                Assembly.SetCustomAttribute(new CustomAttributeBuilder(typeof(IgnoresAccessChecksToAttribute).GetConstructors()[0], [assembly.GetName().Name!]));
        }
    }
}

namespace System.Runtime.CompilerServices
{
    [AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
    internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
    {
        public string AssemblyName { get; } = assemblyName;
    }
}
