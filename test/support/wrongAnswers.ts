type WrongAnswer = [name: string, status: number, body: string];

/** Successes that are of the wrong kind, whatever was asked for. */
export const WRONG_ANSWERS: WrongAnswer[] = [
	['204', 204, ''],
	['no content', 200, ''],
	['an empty list', 200, '[]'],
	['a list', 200, '[1,2]'],
	['a list of objects', 200, '[{"agent_id":"a"}]'],
	['an empty object', 200, '{}'],
	['another object', 201, '{"hello":"world"}'],
	['a text', 200, '"done"'],
	['a number', 200, '7'],
	['true', 200, 'true'],
	['null', 200, 'null'],
	['a web page', 200, '<!DOCTYPE html><title>Welcome</title>'],
	['broken JSON', 200, '{"success":true,"signing_secret":"whsec_br'],
	['a problem', 200, '{"title":"Not Found","status":404,"detail":"agent not found"}'],
	['an error of an older route', 200, '{"error":"agent not found"}'],
	['a success that is none', 200, '{"success":false,"signing_secret":"whsec_no","acknowledged":1}'],
	['an event not accepted', 200, '{"accepted":false,"event_id":"e"}'],
	['a job taken over', 202, '{"status":"queued"}'],
	['a list that is a text', 200, named('none')],
	['a list that is an object', 200, named({})],
];

/** Lists, under each of the names that lists have, whose entries are of the wrong kind. */
export const WRONG_LISTS: WrongAnswer[] = [
	['a list of nulls', 200, named([null])],
	['a list of numbers', 200, named([1])],
	['a list of lists', 200, named([[]])],
	['a list of empty objects', 200, named([{}])],
];

function named(list: unknown): string {
	const names = ['notifications', 'items', 'wakeups', 'schedules', 'upcoming'];
	const all = Object.fromEntries([...names, 'webhooks', 'attempts'].map((name) => [name, list]));
	return JSON.stringify(all);
}
