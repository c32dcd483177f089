// Runs before anything is known about the machine: plain syntax that every Node.js understands.
var fs = require('fs');
var path = require('path');

var MINIMUM = [20, 18, 1];

function isRecentEnough(version) {
	var parts = version.split('.').map(Number);
	for (var i = 0; i < MINIMUM.length; i++) {
		if (parts[i] !== MINIMUM[i]) return parts[i] > MINIMUM[i];
	}
	return true;
}

function refuse(message) {
	console.error(message);
	process.exit(1);
}

if (!isRecentEnough(process.versions.node)) {
	refuse(
		'This needs Node.js ' +
			MINIMUM.join('.') +
			' or newer, and this is Node.js ' +
			process.versions.node +
			'. Install a newer one from https://nodejs.org, then run "npm install" and "npm start" again.',
	);
}

var modules = path.join(__dirname, '..', 'node_modules');
if (!fs.existsSync(path.join(modules, 'tsx')) || !fs.existsSync(path.join(modules, 'undici'))) {
	refuse(
		'The packages that this needs are not installed. Run "npm install" first, then "npm start" again.',
	);
}

require('tsx/cjs');
require('./main.ts');
