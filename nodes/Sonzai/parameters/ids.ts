import { InvalidInput } from '../errors/invalidInput';
import { quoted } from '../errors/quote';
import { identifier } from './identifier';
import { shortText } from './text';

/** In characters. */
const LONGEST_LINK = 2_000;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The form in which IDs are compared: UUIDs are the same in upper and lower case (RFC 9562), other IDs are not. */
export function comparableId(id: string): string {
	return UUID.test(id) ? id.toLowerCase() : id;
}

/**
 * Reads an agent where Sonzai takes an ID or a name: from a link to the dashboard or the API, or as it
 * is.
 *
 * @param label the field's name in the panel
 * @throws InvalidInput for a link that names no agent, and for nothing that Sonzai could know
 */
export function agentIdOrName(text: string, label: string): string {
	shortText(text, label, LONGEST_LINK);
	if (!/^https?:\/\//i.test(text)) return comparableId(identifier(text, label));
	const segment = /\/agents\/([^/?#]+)/.exec(text)?.[1];
	if (segment === undefined) {
		throw new InvalidInput(
			`'${label}' is a link that does not name an agent`,
			'Paste a link that contains /agents/ and an ID, or just the ID.',
		);
	}
	return comparableId(identifier(decoded(segment), label));
}

/**
 * Reads an agent for a filter. Events and lists hold the IDs of agents, not their names: a filter by
 * anything else would let nothing through.
 *
 * @param label the field's name in the panel
 * @throws InvalidInput for a name, and for a link that names no agent
 */
export function agentIdOnly(text: string, label: string): string {
	const id = agentIdOrName(text, label);
	if (UUID.test(id)) return id;
	throw new InvalidInput(
		`The filter '${label}' holds "${quoted(id)}", which is not the ID of an agent`,
		'A filter by name would let nothing through. Enter the ID, such as 8f14e45f-ceea-467f-a8b4-9d0c3a1f7b21, or paste a link to the agent. Agent > Get Many in a Sonzai node lists names and IDs.',
	);
}

function decoded(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		// A percent sign that encodes nothing is part of the name.
		return segment;
	}
}
