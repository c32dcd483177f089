import type { IDataObject, IPollFunctions } from 'n8n-workflow';

/** The contexts in which n8n keeps something for a trigger: polls, webhooks and their registration. */
type Keeper = Pick<IPollFunctions, 'getNode' | 'getWorkflowStaticData'>;

const PREFIX = 'n8n-nodes-sonzai:';
/** Nodes that were deleted leave their part behind; a workflow keeps no more parts than this. */
const MOST_NODES = 100;

/**
 * What n8n keeps for this node, wherever it stands.
 *
 * n8n keeps a node's static data under the node's name, so that a rename loses it and another node
 * can inherit it. This node's part therefore stands in the static data of the whole workflow, under
 * the node's ID. Durable cursors (n8n 2.36 and later) are kept by ID already, and only they are one
 * commit with the execution: where a poll has one, the part stands in it.
 *
 * @returns a copy, free of n8n's observers; empty when nothing is kept. Reading changes nothing.
 */
export function readNodeState(context: Keeper): IDataObject {
	const own = context.getWorkflowStaticData('node');
	const { id } = context.getNode();
	// A cursor that has never been written holds what n8n found under the node's name.
	if (own.nodeId === id) return withoutStamp(own);
	const byId = context.getWorkflowStaticData('global')[keyOf(id)] as IDataObject | undefined;
	// Version 0.1.0 kept it under the node's name.
	return withoutStamp(byId ?? own);
}

/**
 * Keeps `parts` in place of the parts of those names, and what else is kept as it is. Nothing is
 * marked as changed when that changes nothing.
 *
 * @param parts plain JSON; n8n decides when it writes it to its database
 */
export function writeNodeState(context: Keeper, parts: IDataObject): void {
	const own = context.getWorkflowStaticData('node');
	const { id } = context.getNode();
	const state: IDataObject = { ...readNodeState(context), ...parts };
	if (!isByName(own)) {
		Object.assign(own, state, { nodeId: id });
		return;
	}
	const shared = context.getWorkflowStaticData('global');
	const key = keyOf(id);
	if (key in shared && JSON.stringify(state) === JSON.stringify(shared[key])) return;
	for (const name of Object.keys(own)) delete own[name];
	// The part that was written last stands last, and the first ones make room.
	delete shared[key];
	shared[key] = state;
	const keys = Object.keys(shared).filter((name) => name.startsWith(PREFIX));
	for (const oldest of keys.slice(0, -MOST_NODES)) delete shared[oldest];
}

function keyOf(nodeId: string): string {
	return PREFIX + nodeId;
}

/**
 * Whether this is the workflow's static data, which n8n observes to know whether it has to be saved.
 * The cursor of a poll is a plain copy. Should n8n cease to mark what it observes, everything is kept
 * under the node's name again, and nothing but renames loses it.
 */
function isByName(data: IDataObject): boolean {
	return '__dataChanged' in data;
}

function withoutStamp(data: IDataObject): IDataObject {
	const state = JSON.parse(JSON.stringify(data)) as IDataObject;
	delete state.nodeId;
	return state;
}
