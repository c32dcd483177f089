import type { RequestListener } from 'node:http';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import type { Fault } from '../../sandbox';
import { actionRuns, agentById, agentByName, containing } from '../support/actionRun';
import { credentialsOf } from '../../harness/engine/engine';
import { startRawServer, UNREACHABLE_URL } from '../support/rawServer';

/** A way to a failure, and the failure as the user sees it in n8n. */
interface Row {
	readonly when: string;
	/** What the platform does. */
	readonly fault?: Fault;
	/** What is there in place of the platform. */
	readonly server?: RequestListener;
	readonly scheme?: 'https';
	readonly credentials?: ICredentialDataDecryptedObject;
	/** Reading a history unless told. */
	readonly parameters?: INodeParameters;
	readonly items?: IDataObject[];
	/** The address in it is the one of the test's server. */
	readonly message: string;
	readonly description: unknown;
	/** The input item that n8n names. */
	readonly item: number | undefined;
}

const LUNA = '0a6f3c1e-9d42-4b7a-8e15-2f7c6b9d4a01';
const history = { resource: 'notification', operation: 'getHistory', agentId: agentById(LUNA) };
const toUser = { agentId: agentById(LUNA), userId: 'ada' };
const wakeup = {
	...toUser,
	resource: 'wakeup',
	operation: 'schedule',
	context: 'Ask',
	timing: 'at',
	scheduledAt: '2040-01-01T00:00Z',
};
const schedule = {
	...toUser,
	resource: 'schedule',
	operation: 'create',
	context: 'Remind',
	cadence: 'daily',
	times: '09:00',
};
const event = { ...toUser, resource: 'agent', operation: 'triggerEvent', eventType: 'milestone' };
const webhook = { resource: 'webhook', operation: 'register', eventType: 'agent.message' };

const REFUSED_VALUES: Fault = {
	status: 422,
	contentType: 'application/problem+json',
	body: {
		title: 'Unprocessable Entity',
		status: 422,
		detail: 'validation failed',
		errors: [
			{ location: 'query.limit', message: 'must be 500 or less', value: 501 },
			{ location: 'query.status', message: 'is unknown' },
		],
	},
};

const breakOff: RequestListener = (_request, response) => {
	response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
	response.write('{"notif', () => response.destroy());
};

/** Every error message that a user of the action node can meet; test/api/failure.test.ts has the network's faults that can't be had here. */
const TABLE: Row[] = [
	{
		when: 'a request that Sonzai cannot read',
		fault: { status: 400 },
		item: 0,
		message: 'Sonzai could not read the request (HTTP 400): ordered by a fault',
		description: 'Check the fields of this node.',
	},
	{
		when: 'an answer in the form of older routes',
		fault: { status: 400, body: { error: 'agent is paused.' } },
		item: 0,
		message: 'Sonzai could not read the request (HTTP 400): agent is paused',
		description: 'Check the fields of this node.',
	},
	{
		when: 'an API key that Sonzai does not know',
		credentials: { apiKey: 'sk_wrong' },
		item: 0,
		message: 'Sonzai does not accept the API key (HTTP 401): the API key is not valid',
		description:
			'Open the Sonzai API credential and copy the API key again from the Sonzai dashboard.',
	},
	{
		when: 'an empty API key',
		credentials: { apiKey: '' },
		item: 0,
		message: 'Sonzai does not accept the API key (HTTP 401): the API key is not valid',
		description:
			'Open the Sonzai API credential and copy the API key again from the Sonzai dashboard.',
	},
	{
		when: 'an answer that repeats the API key',
		fault: { status: 401, body: { error: 'unknown key sk_local' } },
		item: 0,
		message: 'Sonzai does not accept the API key (HTTP 401): unknown key …',
		description:
			'Open the Sonzai API credential and copy the API key again from the Sonzai dashboard.',
	},
	{
		when: 'an API key with too few rights',
		fault: { status: 403 },
		item: 0,
		message: 'The API key may not do this (HTTP 403): ordered by a fault',
		description: 'Use an API key of the project that owns the agent, or one with more rights.',
	},
	{
		when: 'an agent that does not exist',
		parameters: { ...history, agentId: agentByName('={{ $json.name }}') },
		items: [{ name: 'Luna' }, { name: 'Nobody' }],
		item: 1,
		message: 'Sonzai did not find what was requested (HTTP 404): agent "Nobody" not found',
		description:
			'Check the IDs and names: they must exist in the project that the API key belongs to.',
	},
	{
		when: 'a request that did not arrive in time',
		fault: { status: 408 },
		item: 0,
		message: 'Sonzai did not receive the request in time (HTTP 408): ordered by a fault',
		description: 'Try again later.',
	},
	{
		when: 'a wakeup that may not have arrived in time',
		fault: { status: 408 },
		parameters: wakeup,
		item: 0,
		message:
			'Sonzai did not receive the request in time (HTTP 408): ordered by a fault. The wakeup may still have been scheduled',
		description:
			'Check with Wakeup > Get Many before you run this again, or the agent may reach out twice.',
	},
	{
		when: 'a conflict',
		fault: { status: 409 },
		item: 0,
		message:
			'The request conflicts with something that exists already (HTTP 409): ordered by a fault',
		description: 'Check what exists with the Get Many operation, then decide what to change.',
	},
	{
		when: 'values that Sonzai refuses',
		fault: REFUSED_VALUES,
		item: 0,
		message:
			'Sonzai refused the values (HTTP 422): validation failed (query.limit: must be 500 or less; query.status: is unknown)',
		description: 'Correct the fields named here.',
	},
	{
		when: 'a rate limit that lasts',
		fault: { status: 429, retryAfter: 3600 },
		item: 0,
		message: 'Sonzai received too many requests from this API key (HTTP 429): ordered by a fault',
		description:
			"Sonzai asks to wait for 3600 seconds. Try again later, or send fewer requests at a time: lower Concurrency in the Sonzai node's options.",
	},
	{
		when: 'a rate limit with a date',
		fault: { status: 429, retryAfter: 'Wed, 21 Oct 2099 07:28:00 GMT' },
		item: 0,
		message: 'Sonzai received too many requests from this API key (HTTP 429): ordered by a fault',
		description:
			"Sonzai asks to wait until Wed, 21 Oct 2099 07:28:00 GMT. Try again later, or send fewer requests at a time: lower Concurrency in the Sonzai node's options.",
	},
	{
		when: 'an unusual refusal',
		fault: { status: 418 },
		item: 0,
		message: 'Sonzai refused the request (HTTP 418): ordered by a fault',
		description: 'Check the fields of this node.',
	},
	{
		when: 'trouble at Sonzai',
		fault: { status: 500 },
		item: 0,
		message: 'Sonzai had an internal error (HTTP 500): ordered by a fault',
		description:
			'Try again later. If it keeps happening, contact Sonzai with the time of this run.',
	},
	{
		when: 'trouble at a proxy',
		fault: { status: 502, body: '<html>Bad gateway</html>' },
		item: 0,
		message: 'Sonzai had an internal error (HTTP 502)',
		description:
			'Try again later. If it keeps happening, contact Sonzai with the time of this run.',
	},
	{
		when: 'trouble while a wakeup is created',
		fault: { status: 503 },
		parameters: wakeup,
		item: 0,
		message:
			'Sonzai had an internal error (HTTP 503): ordered by a fault. The wakeup may still have been scheduled',
		description:
			'Check with Wakeup > Get Many before you run this again, or the agent may reach out twice.',
	},
	{
		when: 'a web page in place of an answer',
		fault: { status: 200, body: '<html>Welcome</html>' },
		item: 0,
		message:
			'<address> did not answer as Sonzai\'s API does (HTTP 200): expected a list "notifications" of objects with "message_id", but got the text "<html>Welcome</html>"',
		description:
			'Check the Base URL in the Sonzai API credential; the usual one is https://api.sonz.ai. If it is right, please report this with the name of the operation and the time of this run.',
	},
	{
		when: 'a web page in place of a created wakeup',
		fault: { status: 200, body: '<html>Welcome</html>' },
		parameters: wakeup,
		item: 0,
		message:
			'<address> did not answer as Sonzai\'s API does (HTTP 200): expected an object with "wakeup_id", but got the text "<html>Welcome</html>". The wakeup may still have been scheduled',
		description:
			'Check with Wakeup > Get Many before you run this again, or the agent may reach out twice. Check the Base URL in the Sonzai API credential; the usual one is https://api.sonz.ai. If it is right, please report this with the name of the operation and the time of this run.',
	},
	{
		when: 'JSON that is cut off',
		fault: { status: 200, body: '{"notifications": [{"mess', contentType: 'application/json' },
		item: 0,
		message:
			'<address> did not answer as Sonzai\'s API does (HTTP 200): expected a list "notifications" of objects with "message_id", but got broken JSON',
		description:
			'Check the Base URL in the Sonzai API credential; the usual one is https://api.sonz.ai. If it is right, please report this with the name of the operation and the time of this run.',
	},
	{
		when: 'JSON of another service',
		fault: { status: 200, body: { hello: 'world' } },
		item: 0,
		message:
			'<address> did not answer as Sonzai\'s API does (HTTP 200): expected a list "notifications" of objects with "message_id", but got an object with "hello"',
		description:
			'Check the Base URL in the Sonzai API credential; the usual one is https://api.sonz.ai. If it is right, please report this with the name of the operation and the time of this run.',
	},
	{
		when: 'an empty answer',
		server: (_request, response) => response.end(),
		item: 0,
		message:
			'<address> did not answer as Sonzai\'s API does (HTTP 200): expected a list "notifications" of objects with "message_id", but got nothing',
		description:
			'Check the Base URL in the Sonzai API credential; the usual one is https://api.sonz.ai. If it is right, please report this with the name of the operation and the time of this run.',
	},
	{
		when: 'a page that does not exist',
		server: (_request, response) => response.writeHead(404).end('<html>'),
		item: 0,
		message: 'There is no Sonzai API at <address>',
		description:
			'Check the Base URL in the Sonzai API credential; the usual one is https://api.sonz.ai.',
	},
	{
		when: 'a redirect',
		server: (_request, response) =>
			response.writeHead(301, { location: 'https://www.example.com/' }).end(),
		item: 0,
		message: '<address> redirects to https://www.example.com/ instead of answering',
		description:
			'Check the Base URL in the Sonzai API credential; the usual one is https://api.sonz.ai.',
	},
	{
		when: 'a list that leads in circles',
		server: (_request, response) =>
			response
				.setHeader('content-type', 'application/json')
				.end('{"items":[],"has_more":true,"next_cursor":"again"}'),
		parameters: { resource: 'agent', operation: 'getMany', returnAll: true },
		item: 0,
		message: "Sonzai's list goes in a circle: a page leads back to one that was read already",
		description: 'Try again later. Narrow the filters, or turn Return All off and set a Limit.',
	},
	{
		when: 'a connection that breaks',
		fault: { reset: true },
		item: 0,
		message: 'Sonzai at <address> closed the connection without an answer',
		description:
			'Try again. Check the Base URL in the Sonzai API credential; the usual one is https://api.sonz.ai.',
	},
	{
		when: 'a connection that breaks while a wakeup is created',
		fault: { reset: true },
		parameters: wakeup,
		item: 0,
		message:
			'Sonzai at <address> closed the connection without an answer. The wakeup may still have been scheduled',
		description:
			'Check with Wakeup > Get Many before you run this again, or the agent may reach out twice.',
	},
	{
		when: 'a connection that breaks while a schedule is created',
		fault: { reset: true },
		parameters: schedule,
		item: 0,
		message:
			'Sonzai at <address> closed the connection without an answer. The schedule may still have been created',
		description:
			'Check with Schedule > Get Many before you run this again, or the agent may reach out twice each time.',
	},
	{
		when: 'a connection that breaks while an event is told',
		fault: { reset: true },
		parameters: event,
		item: 0,
		message:
			'Sonzai at <address> closed the connection without an answer. The agent may still have received the event',
		description: 'Run this again only if receiving it twice does no harm.',
	},
	{
		when: 'a connection that breaks while a secret is rotated',
		fault: { reset: true },
		parameters: { ...webhook, operation: 'rotateSecret' },
		item: 0,
		message:
			'Sonzai at <address> closed the connection without an answer. The secret may still have been replaced',
		description: 'Run this again to get the one that is valid.',
	},
	{
		when: 'an answer that breaks off',
		server: breakOff,
		item: 0,
		message: 'Sonzai at <address> broke off in the middle of its answer',
		description:
			'Try again. Check the Base URL in the Sonzai API credential; the usual one is https://api.sonz.ai.',
	},
	{
		when: 'a server that does not run',
		credentials: { baseUrl: UNREACHABLE_URL },
		item: 0,
		message: `Sonzai at ${UNREACHABLE_URL} refused the connection`,
		description:
			'Check that the server is running. Check the Base URL in the Sonzai API credential; the usual one is https://api.sonz.ai.',
	},
	{
		when: 'a host that does not exist',
		credentials: { baseUrl: 'http://sonzai.invalid' },
		item: 0,
		message: 'Sonzai at http://sonzai.invalid is not a known host',
		description:
			'The name could not be looked up. Check the Base URL in the Sonzai API credential; the usual one is https://api.sonz.ai.',
	},
	{
		when: 'https where http is spoken',
		server: () => undefined,
		scheme: 'https',
		item: 0,
		message: 'Sonzai at <address> does not speak HTTPS',
		description:
			'Its address may start with http:// instead of https://. Check the Base URL in the Sonzai API credential; the usual one is https://api.sonz.ai.',
	},
	{
		when: 'a base URL without https://',
		credentials: { baseUrl: 'api.sonz.ai' },
		item: 0,
		message: "'Base URL' of the Sonzai API credential is not a web address",
		description:
			'Open the credential and enter an address that starts with https://; the usual one is https://api.sonz.ai.',
	},
	{
		when: 'no base URL',
		credentials: { baseUrl: '' },
		item: 0,
		message: "'Base URL' of the Sonzai API credential is not a web address",
		description:
			'Open the credential and enter an address that starts with https://; the usual one is https://api.sonz.ai.',
	},
	{
		when: 'an agent that is not there for an item',
		parameters: { ...history, agentId: agentById('={{ $json.agent }}') },
		items: [{ agent: 'Luna' }, {}],
		item: 1,
		message: "'Agent' is empty",
		description:
			'Fill it in. If it is an expression, check in its preview that it returns a value for this item.',
	},
	{
		when: 'an object in place of an agent',
		parameters: { ...history, agentId: agentById('={{ $json }}') },
		item: 0,
		message: "'Agent' is an object, but must be a single text",
		description: 'Point the expression at one of its fields, for example {{ $json.user_id }}.',
	},
	{
		when: 'a list in place of an agent',
		parameters: { ...history, agentId: agentById('={{ [1] }}') },
		item: 0,
		message: "'Agent' is a list, but must be a single text",
		description: 'Point the expression at one of its fields, for example {{ $json.user_id }}.',
	},
	{
		when: 'a link that leads to no agent',
		parameters: { ...history, agentId: agentById('https://platform.sonz.ai/projects') },
		item: 0,
		message: "'Agent' is a link that does not name an agent",
		description: 'Paste a link that contains /agents/ and an ID, or just the ID.',
	},
	{
		when: 'an ID that no address can hold',
		parameters: { ...history, agentId: agentById('..') },
		item: 0,
		message: `'Agent' is "..", which cannot be an ID or name in Sonzai`,
		description:
			'Enter the ID as Sonzai or your own system returned it. If it is an expression, check in its preview what it gives.',
	},
	{
		when: 'an ID that is no number any more',
		parameters: { ...wakeup, userId: '={{ $json.user }}' },
		items: [{ user: NaN }],
		item: 0,
		message: "'User ID' is NaN, which is not a text",
		description:
			'Check the calculation that leads to it, or let the expression give the value as text.',
	},
	{
		when: 'an ID that has lost digits',
		parameters: { ...wakeup, userId: '={{ 9007199254740993 }}' },
		item: 0,
		message: "'User ID' is the number 9007199254740992, which is too large to be exact",
		description:
			'Numbers above 9007199254740991 lose digits. Let the expression give it as text, in quotes, from where it was still a text.',
	},
	{
		when: 'an ID that is a switch',
		parameters: { ...history, agentId: agentById('={{ true }}') },
		item: 0,
		message: "'Agent' is true, but must be a text",
		description: 'Let the expression give the value as text, in quotes.',
	},
	{
		when: 'half of an emoji',
		parameters: { ...wakeup, context: '={{ "\\u{1f600}".slice(0, 1) }}' },
		item: 0,
		message: "'Context' contains half of a character",
		description:
			'A text was cut in the middle of an emoji or another long character. Cut it one character earlier or later.',
	},
	{
		when: 'an ID of absurd length',
		parameters: { ...wakeup, userId: '={{ "x".repeat(1000000) }}' },
		item: 0,
		message: "'User ID' has 1,000,000 characters, but at most 1,000 are allowed",
		description:
			'Check the expression: it may give the content of another field, or of a whole file.',
	},
	{
		when: 'a choice of absurd length',
		parameters: { ...wakeup, timing: '={{ "x".repeat(1000000) }}' },
		item: 0,
		message: `'When' is "${'x'.repeat(200)}… (1,000,000 characters)", which is not one of its options`,
		description: 'Choose from the list, or let the expression return one of delay, at.',
	},
	{
		when: 'a limit of nothing',
		parameters: { ...history, limit: 0 },
		item: 0,
		message: "'Limit' is 0, but must be a whole number, 1 or more",
		description: 'Change the number.',
	},
	{
		when: 'a limit that is a word',
		parameters: { ...history, limit: 'many' },
		item: 0,
		message: "'Limit' is not a number",
		description: 'Enter it in digits, for example 2.',
	},
	{
		when: 'a concurrency out of range',
		parameters: { ...history, options: { concurrency: 101 } },
		item: 0,
		message: "'Concurrency' is 101, but must be a whole number from 1 to 100",
		description: 'Change the number.',
	},
	{
		when: 'a date that is none',
		parameters: { ...wakeup, scheduledAt: 'tomorrow' },
		item: 0,
		message: "'Scheduled At' is not a date: tomorrow",
		description:
			'Use the date picker, or a form such as 2026-04-05T09:00 or 2026-04-05T09:00:00+02:00.',
	},
	{
		when: 'a date that is an object',
		parameters: { ...wakeup, scheduledAt: '={{ ({ a: 1 }) }}' },
		item: 0,
		message: `'Scheduled At' is not a date: {"a":1}`,
		description:
			'Use the date picker, or a form such as 2026-04-05T09:00 or 2026-04-05T09:00:00+02:00.',
	},
	{
		when: 'a date that each machine reads differently',
		parameters: { ...wakeup, scheduledAt: 'April 5, 2040 09:00' },
		item: 0,
		message: "'Scheduled At' is not a date: April 5, 2040 09:00",
		description:
			'Use the date picker, or a form such as 2026-04-05T09:00 or 2026-04-05T09:00:00+02:00.',
	},
	{
		when: 'no date',
		parameters: { ...wakeup, scheduledAt: '={{ null }}' },
		item: 0,
		message: "'Scheduled At' is empty",
		description: 'Pick a date and time, or enter one.',
	},
	{
		when: 'a date in the past',
		parameters: { ...wakeup, scheduledAt: '2020-01-01T00:00Z' },
		item: 0,
		message: "'Scheduled At' is in the past: 2020-01-01T00:00:00.000Z",
		description: containing("A date without an offset is in the workflow's timezone, UTC."),
	},
	{
		when: 'a delay into the past',
		parameters: { ...wakeup, timing: 'delay', delay: -1 },
		item: 0,
		message: "'Delay' is -1 hours, but must not be negative",
		description: 'Enter 0 or more. For a point in time, choose At a Date and Time instead.',
	},
	{
		when: 'a delay beyond all time',
		parameters: { ...wakeup, timing: 'delay', delay: 1e300 },
		item: 0,
		message: "'Delay' is 1e+300 hours, which is too far ahead",
		description: 'Enter a shorter delay.',
	},
	{
		when: 'a unit that a delay cannot have',
		parameters: { ...wakeup, timing: 'delay', delay: 1, delayUnit: '={{ "weeks" }}' },
		item: 0,
		message: `'Delay Unit' is "weeks", which is not one of its options`,
		description: 'Choose from the list, or let the expression return one of days, hours, minutes.',
	},
	{
		when: 'a timing that does not exist',
		parameters: { ...wakeup, timing: '={{ "Delay" }}' },
		item: 0,
		message: `'When' is "Delay", which is not one of its options`,
		description: 'Choose from the list, or let the expression return one of delay, at.',
	},
	{
		when: 'a scope that does not exist',
		parameters: { ...webhook, operation: 'delete', scope: '={{ "Project" }}', projectId: 'p1' },
		item: 0,
		message: `'Scope' is "Project", which is not one of its options`,
		description: 'Choose from the list, or let the expression return one of account, project.',
	},
	{
		when: 'a switch that is neither on nor off',
		parameters: { resource: 'agent', operation: 'getMany', returnAll: '={{ "all" }}' },
		item: 0,
		message: `'Return All' is "all", but must be true or false`,
		description: 'Use the toggle, or let the expression return true or false.',
	},
	{
		when: 'a filter whose expression gives nothing',
		parameters: { ...history, filters: { userId: '={{ $json.nothing }}' } },
		item: 0,
		message: "The filter 'User ID' is empty",
		description:
			'Its expression returns nothing. Without the filter, this would apply to everything: remove the filter if that is what you want.',
	},
	{
		when: 'a delay that is a word',
		parameters: { ...wakeup, timing: 'delay', delay: 'soon' },
		item: 0,
		message: "'Delay' is not a number",
		description: 'Enter it in digits, for example 2.',
	},
	{
		when: 'a user that is not there',
		parameters: { ...wakeup, userId: '={{ $json.user }}' },
		item: 0,
		message: "'User ID' is empty",
		description:
			'Fill it in. If it is an expression, check in its preview that it returns a value for this item.',
	},
	{
		when: 'a webhook URL that is none',
		parameters: { ...webhook, webhookUrl: 'example.com' },
		item: 0,
		message: "'Webhook URL' is not a web address",
		description: 'Enter the full address, starting with https://.',
	},
	{
		when: 'no notification to acknowledge',
		parameters: {
			resource: 'projectNotification',
			operation: 'acknowledge',
			projectId: 'p',
			notificationIds: '={{ [] }}',
		},
		item: 0,
		message: "'Notification IDs' is empty",
		description:
			'Enter at least one. To acknowledge everything that is pending, choose Acknowledge All instead.',
	},
	{
		when: 'metadata without a name',
		parameters: { ...event, metadata: { entries: [{ name: '', value: 'x' }] } },
		item: 0,
		message: "'Metadata: Name' is empty",
		description:
			'Fill it in. If it is an expression, check in its preview that it returns a value for this item.',
	},
	{
		when: 'metadata that says the same twice',
		parameters: {
			...event,
			metadata: {
				entries: [
					{ name: 'order', value: '1' },
					{ name: 'order', value: '2' },
				],
			},
		},
		item: 0,
		message: `'Metadata: Name' is "order" in two entries`,
		description: 'Remove one of them, or give it another name.',
	},
	{
		when: 'metadata that holds no number any more',
		parameters: { ...event, metadata: { entries: [{ name: 'sum', value: '={{ $json.sum }}' }] } },
		items: [{ sum: NaN }],
		item: 0,
		message: "'Metadata: sum' is NaN, which is not a text",
		description:
			'Check the calculation that leads to it, or let the expression give the value as text.',
	},
	{
		when: 'a schedule without times',
		parameters: { ...schedule, times: '={{ [] }}' },
		item: 0,
		message: "'Times of Day' is empty",
		description: 'The schedule would never fire. Enter at least one time, for example 09:00.',
	},
	{
		when: 'a time of day that is none',
		parameters: { ...schedule, times: '25:00' },
		item: 0,
		message: `'Times of Day' has "25:00", which is not a time of day`,
		description: 'Write hours and minutes from 00:00 to 23:59, for example 09:00.',
	},
	{
		when: 'a weekly schedule without days',
		parameters: { ...schedule, cadence: 'weekly', daysOfWeek: '={{ [] }}' },
		item: 0,
		message: "'Days of the Week' is empty",
		description: 'The schedule would never fire. Choose at least one day.',
	},
	{
		when: 'a day that is none',
		parameters: { ...schedule, cadence: 'weekly', daysOfWeek: '={{ "someday" }}' },
		item: 0,
		message: `'Days of the Week' has "someday", which is not a day of the week`,
		description: 'Choose from the list, or name days as mon, tue, wed, thu, fri, sat and sun.',
	},
	{
		when: 'hours that do not divide the day',
		parameters: { ...schedule, cadence: 'hours', hours: '={{ 5 }}' },
		item: 0,
		message: "'Hours Between' is 5, but must be a divisor of 24",
		description:
			'Choose 1, 2, 3, 4, 6, 8, 12 or 24. For other intervals, list the times of a daily schedule.',
	},
	{
		when: 'a cadence that does not exist',
		parameters: {
			...schedule,
			cadence: '={{ "monthly" }}',
		},
		item: 0,
		message: `'Repeat' is "monthly", which is not one of its options`,
		description:
			'Choose from the list, or let the expression return one of cron, daily, hours, weekly.',
	},
	{
		when: 'a cron expression with too few fields',
		parameters: { ...schedule, cadence: 'cron', cronExpression: '0 9 * *' },
		item: 0,
		message: "'Cron Expression' has 4 fields instead of five",
		description:
			'Write five fields: minute, hour, day of the month, month and day of the week, for example 0 9 * * 1-5 for 9:00 from Monday to Friday.',
	},
	{
		when: 'a cron expression with a broken field',
		parameters: { ...schedule, cadence: 'cron', cronExpression: '0 9 * * FOO' },
		item: 0,
		message: `'Cron Expression' has "FOO", which is not a valid day of the week`,
		description:
			'Write five fields: minute, hour, day of the month, month and day of the week, for example 0 9 * * 1-5 for 9:00 from Monday to Friday.',
	},
	{
		when: 'a cron expression that never comes',
		parameters: { ...schedule, cadence: 'cron', cronExpression: '0 0 30 2 *' },
		item: 0,
		message: "'Cron Expression' names a date that never occurs",
		description: 'The schedule would never fire. Change the day of the month or the month.',
	},
	{
		when: 'a timezone that does not exist',
		parameters: { ...schedule, additionalFields: { timezone: 'Mars/Olympus' } },
		item: 0,
		message: `'Timezone' is "Mars/Olympus", which is not a timezone`,
		description: 'Use an IANA name, for example Europe/Berlin, America/New_York or UTC.',
	},
	{
		when: 'an end before the start',
		parameters: { ...schedule, additionalFields: { startsAt: '2040-02-01', endsAt: '2040-01-01' } },
		item: 0,
		message: "'Ends At' is not after 'Starts At': 2040-01-01T00:00:00.000Z",
		description: 'The schedule would never fire. Choose a later end, or leave it empty.',
	},
	{
		when: 'an end in the past',
		parameters: { ...schedule, additionalFields: { endsAt: '2020-01-01' } },
		item: 0,
		message: "'Ends At' is in the past: 2020-01-01T00:00:00.000Z",
		description: 'The schedule would never fire. Choose a later end, or leave it empty.',
	},
	{
		when: 'quiet hours without an end',
		parameters: { ...schedule, additionalFields: { quietHoursFrom: '22:00' } },
		item: 0,
		message: "'Quiet Hours From' and 'Quiet Hours Until' need two different times",
		description: 'Set both, for example from 22:00 until 08:00, or neither.',
	},
	{
		when: 'quiet hours that leave nothing',
		parameters: {
			...schedule,
			times: '23:00',
			additionalFields: { quietHoursFrom: '22:00', quietHoursUntil: '08:00' },
		},
		item: 0,
		message: 'All times of the schedule are in the quiet hours',
		description: 'The schedule would never fire. Change the times, or the quiet hours.',
	},
	{
		when: 'quiet hours by day with a cron expression',
		parameters: {
			...schedule,
			cadence: 'cron',
			cronExpression: '0 * * * *',
			additionalFields: { quietHoursFrom: '12:00', quietHoursUntil: '14:00' },
		},
		item: 0,
		message:
			"'Quiet Hours From' and 'Quiet Hours Until' within one day cannot be combined with a cron expression",
		description:
			'Leave these hours out of the cron expression itself, or choose quiet hours over midnight.',
	},
	{
		when: 'an update that changes nothing',
		parameters: { ...schedule, operation: 'update', scheduleId: 's', cadence: 'unchanged' },
		item: 0,
		message: 'There is nothing to change',
		description: "Choose a new 'Repeat', or add the fields to change to 'Update Fields'.",
	},
	{
		when: 'an update of the timezone alone',
		parameters: {
			...schedule,
			operation: 'update',
			scheduleId: 's',
			cadence: 'unchanged',
			updateFields: { timezone: 'UTC' },
		},
		item: 0,
		message: "Timezone and quiet hours change together with 'Repeat'",
		description: 'Choose how often the agent reaches out, too: Sonzai stores them together.',
	},
	{
		when: 'an operation that does not exist',
		parameters: { resource: 'notification', operation: 'explode' },
		item: undefined,
		message: 'The operation "explode" of "notification" does not exist',
		description: 'Open the node and choose one from the list.',
	},
];

const api = actionRuns();

it.each(TABLE)('$when', async (row) => {
	const server = row.server && (await startRawServer(row.server));
	const scheme = row.scheme ?? 'http';
	const baseUrl = server?.url.replace('http', scheme) ?? api.sandbox.url;
	const credentials = { ...credentialsOf(api.sandbox), baseUrl, ...row.credentials };
	if (row.fault) api.sandbox.faults.add(row.fault);

	const run = await api.run(row.parameters ?? history, row.items, { credentials });
	await server?.close();

	expect(run.output).toEqual([]);
	const { message, description, context, cause } = run.error as NonNullable<typeof run.error>;
	expect({
		message: message.replace(baseUrl, '<address>'),
		description,
		item: context?.itemIndex,
	}).toEqual({ message: row.message, description: row.description, item: row.item });
	expect(JSON.stringify([run.error, cause])).not.toContain(api.sandbox.apiKey);
});
