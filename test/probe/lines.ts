import type { Call } from './collector';
import type { Answer, Execution, StaticDataMarks } from './n8nUnderProbe';
import type { StepRecord } from './record';

/** A step's record as it is compared and checked in: a line for everything that happened. */
export interface StepLines {
	readonly step: string;
	readonly lines: string[];
}

/**
 * Writes records down so that a difference can be read.
 *
 * @param places what differs from run to run, and what stands for it
 */
export function linesOf(steps: readonly StepRecord[], places: Record<string, string>): StepLines[] {
	const general = (line: string) =>
		Object.entries(places).reduce((text, [place, name]) => text.replaceAll(place, name), line);
	return steps.map(({ step, outcome, calls, answers = [], executions, saved }) => ({
		step,
		lines: [
			...(outcome === undefined ? [] : [`outcome: ${JSON.stringify(outcome)}`]),
			...calls.map(callLine),
			...answers.map(answerLine),
			...executions.map(executionLine),
			`saved: ${marksLine(saved)}`,
		].map(general),
	}));
}

function callLine(call: Call): string {
	const { method, mode, activation, note, url, mark, body, bytes, error, budgetMs } = call;
	const where = [mode, activation, `note ${note}`, url].filter((part) => part !== undefined);
	return [
		`${method} (${where.join(', ')}) sees ${marksLine(call)}`,
		...(body === undefined ? [] : [`body ${JSON.stringify(body)}`]),
		...(budgetMs === undefined ? [] : [`has ${budgetMs / 1000} s`]),
		...(bytes === undefined ? [] : [`${bytes} bytes`]),
		...(error === undefined ? [] : [`fails: ${error}`]),
		...(mark === undefined ? [] : [`leaves ${mark}`]),
	].join('; ');
}

function marksLine({ node, global }: StaticDataMarks): string {
	const [ofNode, ofWorkflow] = [node, global].map((marks) => `[${marks.join(', ')}]`);
	return ofNode === ofWorkflow ? ofNode! : `${ofNode} of the node, ${ofWorkflow} of the workflow`;
}

function answerLine({ status, body }: Answer): string {
	if (typeof body === 'string') return `answer ${status}: ${JSON.stringify(body)}`;
	// A stack trace names places of a machine, a hint is for people.
	const told = { ...(body as Record<string, unknown>), stacktrace: undefined, hint: undefined };
	return `answer ${status}: ${JSON.stringify(told)}`;
}

function executionLine({ mode, status, outputs, error }: Execution): string {
	return [
		`execution (${mode}): ${status}`,
		...Object.entries(outputs).map(([node, items]) => `${node} puts out ${JSON.stringify(items)}`),
		...(error === undefined ? [] : [error]),
	].join('; ');
}
