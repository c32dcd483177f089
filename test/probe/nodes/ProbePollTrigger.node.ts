import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { report } from './report';

/** A polling trigger that reports how n8n calls it. */
export class ProbePollTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Probe Poll Trigger',
		name: 'probePollTrigger',
		group: ['trigger'],
		version: 1,
		description: 'Reports how n8n calls it',
		defaults: { name: 'Probe' },
		polling: true,
		inputs: [],
		outputs: ['main'],
		properties: [
			{ displayName: 'Collector', name: 'collector', type: 'string', default: '' },
			{ displayName: 'Note', name: 'note', type: 'string', default: '' },
		],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const order = await report(this, {
			method: 'poll',
			activation: this.getActivationMode(),
			budgetMs: this.getPollBudgetMs?.(),
		});
		return order.isEmpty === true ? null : [[{ json: { mark: order.mark ?? null } }]];
	}
}
