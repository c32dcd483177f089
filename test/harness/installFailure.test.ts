import { explainInstallFailure } from '../../harness/n8n/installFailure';

it.each([
	[
		'npm error code ENOTFOUND\nnpm error network request to https://x failed',
		/connect to the internet/i,
	],
	['npm error code ENOSPC\nnpm error nospc no space left on device', /disk is full/i],
	['gyp ERR! stack Error: not found: make', /C\+\+ compiler/],
	['gyp ERR! find Python You need to install the latest version of Python.', /Python is missing/],
	[
		'npm error code ETARGET\nnpm error notarget No matching version found',
		/does not have everything/i,
	],
	['npm error code E401', /npm login/],
	['npm error code SELF_SIGNED_CERT_IN_CHAIN', /cafile/],
	['npm error something new', /Its log says why/],
])('names the way out of: %s', (output, expected) => {
	expect(explainInstallFailure(output)).toMatch(expected);
});

it('blames the missing compiler, not the failed download that came before it', () => {
	const output = 'prebuild-install warn getaddrinfo ENOTFOUND github.com\nmake: not found';
	expect(explainInstallFailure(output)).toMatch(/compiler, make or Python is missing/);
});
