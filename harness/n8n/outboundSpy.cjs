// Loaded into n8n before anything else. Writes down each address outside of this machine that it
// wants to talk to, whether or not there is a network.
const { appendFileSync } = require('node:fs');
const net = require('node:net');

const LOOPBACK = /^(127\.|::1$|localhost$)/;
const file = process.env.OUTBOUND_SPY_FILE;
const connect = net.Socket.prototype.connect;

appendFileSync(file, '');

net.Socket.prototype.connect = function (...args) {
	const options = Array.isArray(args[0]) ? args[0][0] : args[0];
	const host = typeof options === 'object' ? options.host : args[1];
	if (host && !LOOPBACK.test(host)) appendFileSync(file, `${host}:${options.port ?? options}\n`);
	return connect.apply(this, args);
};
