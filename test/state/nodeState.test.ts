import type { IDataObject, INode } from 'n8n-workflow';
import { readNodeState, writeNodeState } from '../../nodes/Sonzai/state/nodeState';
import { node, workflowOf } from '../../harness/engine/engine';

/** A node of a workflow whose static data n8n has just loaded. */
function keeper(staticData: IDataObject, identity: Partial<INode> = {}) {
	const subject = node('sonzaiTrigger', {}, identity);
	const workflow = workflowOf(subject, {}, JSON.parse(JSON.stringify(staticData)) as IDataObject);
	return {
		getNode: () => subject,
		getWorkflowStaticData: (type: string) => workflow.getStaticData(type, subject),
		/** What n8n would write to its database. */
		saved: () =>
			workflow.staticData.__dataChanged === true
				? (JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject)
				: undefined,
	};
}

/** Another load of what was saved, maybe by a node that was changed meanwhile. */
const again = (before: ReturnType<typeof keeper>, identity: Partial<INode> = {}) =>
	keeper(before.saved() ?? {}, identity);

function written(state: IDataObject, identity: Partial<INode> = {}, staticData: IDataObject = {}) {
	const context = keeper(staticData, identity);
	writeNodeState(context, state);
	return context;
}

it('is found again by the node that was renamed, and by no other of its name', () => {
	const before = written({ seen: ['one'] }, { id: 'a', name: 'First' });
	expect(readNodeState(again(before, { id: 'a', name: 'Renamed' }))).toEqual({ seen: ['one'] });
	expect(readNodeState(again(before, { id: 'b', name: 'First' }))).toEqual({});
});

it('follows two nodes that swap their names', () => {
	const one = written({ seen: ['one'] }, { id: 'a', name: 'First' });
	const both = written({ seen: ['two'] }, { id: 'b', name: 'Second' }, one.saved());
	expect(readNodeState(again(both, { id: 'a', name: 'Second' }))).toEqual({ seen: ['one'] });
	expect(readNodeState(again(both, { id: 'b', name: 'First' }))).toEqual({ seen: ['two'] });
});

it('adopts what version 0.1.0 kept under the name, and leaves nothing behind there', () => {
	const context = keeper({ 'node:Sonzai': { queues: { q: 1 }, reported: [] } });
	expect(readNodeState(context)).toEqual({ queues: { q: 1 }, reported: [] });
	writeNodeState(context, { queues: { q: 2 } });
	expect(readNodeState(again(context, { id: 'another' }))).toEqual({});
	expect(readNodeState(again(context, { name: 'Renamed' }))).toEqual({
		queues: { q: 2 },
		reported: [],
	});
});

it('reading marks nothing as changed, nor does writing what is there already', () => {
	const before = written({ seen: ['one'] });
	for (const context of [keeper({}), again(before)]) {
		readNodeState(context);
		expect(context.saved()).toBeUndefined();
	}
	const context = again(before);
	writeNodeState(context, { seen: ['one'] });
	expect(context.saved()).toBeUndefined();
});

it('leaves what others keep in the static data of the workflow alone', () => {
	const staticData = { global: { counter: 7 }, 'node:Other': { cursor: 1 } };
	expect(written({ seen: [] }, {}, staticData).saved()).toMatchObject(staticData);
});

it('takes a copy: what is read can be changed without anybody noticing', () => {
	const context = written({ secrets: { event: 'one' } });
	const state = readNodeState(context) as { secrets: Record<string, string> };
	state.secrets.event = 'two';
	expect(readNodeState(context)).toEqual({ secrets: { event: 'one' } });
});

it('takes names that objects have by nature for names', () => {
	const state = {
		secrets: JSON.parse('{"__proto__": "one", "constructor": "two"}') as IDataObject,
	};
	const context = again(written(state, { id: '__proto__' }), { id: '__proto__' });
	expect(JSON.stringify(readNodeState(context))).toBe(JSON.stringify(state));
	expect(readNodeState(keeper({}, { id: 'constructor' }))).toEqual({});
});

it('forgets the nodes that have been written longest ago, beyond a hundred', () => {
	let context = written({ number: 0 }, { id: 'node 0' });
	for (let number = 1; number <= 100; number++) {
		context = written({ number }, { id: `node ${number}` }, context.saved());
		if (number < 100) context = written({ number: -number }, { id: 'node 0' }, context.saved());
	}
	expect(readNodeState(again(context, { id: 'node 0' }))).toEqual({ number: -99 });
	expect(readNodeState(again(context, { id: 'node 1' }))).toEqual({});
	expect(readNodeState(again(context, { id: 'node 2' }))).toEqual({ number: 2 });
});
