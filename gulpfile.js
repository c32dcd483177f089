const { rm } = require('node:fs/promises');
const { Transform } = require('node:stream');
const { minify } = require('@swc/core');
const { dest, parallel, src } = require('gulp');

const clean = () => rm('dist', { recursive: true, force: true });

// SVG is text, but gulp would still re-encode it without `encoding: false`.
const icons = () => src('{nodes,credentials}/**/*.svg', { encoding: false }).pipe(dest('dist'));

const codex = () => src('nodes/**/*.node.json').pipe(dest('dist/nodes'));

const MANGLE = { toplevel: false, keep_fnames: true, keep_classnames: true };
const COMPRESS = { toplevel: true, inline: 0, reduce_funcs: false };

// The package is downloaded by every n8n that installs it. What stack traces name keeps its name:
// functions, methods and classes.
const compact = () =>
	src('dist/**/*.js')
		.pipe(
			new Transform({
				objectMode: true,
				transform(file, _encoding, done) {
					minify(String(file.contents), { compress: COMPRESS, mangle: MANGLE })
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
