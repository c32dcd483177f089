const { rm } = require('node:fs/promises');
const { Transform } = require('node:stream');
const { minify } = require('@swc/core');
const { dest, parallel, src } = require('gulp');

const clean = () => rm('dist', { recursive: true, force: true });

// SVG is text, but gulp would still re-encode it without `encoding: false`.
const icons = () => src('{nodes,credentials}/**/*.svg', { encoding: false }).pipe(dest('dist'));

const codex = () => src('nodes/**/*.node.json').pipe(dest('dist/nodes'));

const COMPRESS = { toplevel: true, inline: 0, reduce_funcs: false };

// The package is downloaded by every n8n that installs it. Nothing is renamed, for the sake of
// stack traces.
const compact = () =>
	src('dist/**/*.js')
		.pipe(
			new Transform({
				objectMode: true,
				transform(file, _encoding, done) {
					minify(String(file.contents), { compress: COMPRESS, mangle: false })
						.then(({ code }) => {
							file.contents = Buffer.from(code);
							done(null, file);
						})
						.catch(done);
				},
			}),
		)
		.pipe(dest('dist'));

exports.clean = clean;
exports.assets = parallel(icons, codex, compact);
