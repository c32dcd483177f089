const NETWORK =
	/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR|network (?:timeout|request))\b/i;
const DISK_FULL = /\bENOSPC\b|no space left on device/i;
const TOOLCHAIN =
	/gyp ERR! find Python|not found: make|make: not found|g\+\+: not found|cc1plus|find VS|no developer tools|xcode-select|gyp ERR! stack Error: spawn make ENOENT/i;
const REFUSED = /\b(E401|E403|ENEEDAUTH)\b/;
const NOT_THERE = /\b(E404|ETARGET|ENOVERSIONS)\b/;
const CERTIFICATE =
	/\b(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY|CERT_HAS_EXPIRED)\b/;

const AGAIN = 'then run the same command again';

// The first match speaks. A full disk shows up as all kinds of other errors, and a build that
// finds no compiler has first failed to download a ready-made file.
const CAUSES: ReadonlyArray<[pattern: RegExp, text: string]> = [
	[DISK_FULL, `The disk is full. Free about 4 GB, ${AGAIN}.`],
	[
		TOOLCHAIN,
		`n8n's database driver has to be compiled here, and a C++ compiler, make or Python is missing. Install them (Debian and Ubuntu: "sudo apt-get install build-essential python3"; macOS: "xcode-select --install"; Windows: the Visual Studio Build Tools and Python), ${AGAIN}.`,
	],
	[
		CERTIFICATE,
		`npm does not trust the certificate of its package registry. Behind a company proxy, set npm's "cafile" to the company's certificate, ${AGAIN}.`,
	],
	[
		REFUSED,
		`The package registry wants a login. Run "npm login", or set npm's "registry" to one that is open to you, ${AGAIN}.`,
	],
	[
		NOT_THERE,
		`The package registry that npm is set to does not have everything that n8n needs. Go back to npm's own with "npm config delete registry", ${AGAIN}.`,
	],
	[
		NETWORK,
		`npm could not reach its package registry. Connect to the internet (or set npm's proxy), ${AGAIN}. What was already downloaded is not fetched twice.`,
	],
];

/**
 * Says why npm could not install n8n, and the way out.
 *
 * @param output what npm printed
 */
export function explainInstallFailure(output: string): string {
	const cause = CAUSES.find(([pattern]) => pattern.test(output));
	return cause?.[1] ?? `npm could not install n8n. Its log says why; repair that, ${AGAIN}.`;
}
