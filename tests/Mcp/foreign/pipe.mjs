// Standard input and output of a server behind a Unix socket: node pipe.mjs FILE

import net from 'node:net';

const socket = net.connect(process.argv[2]);
process.stdin.pipe(socket);
socket.pipe(process.stdout);
