import type {
	IHookFunctions,
	INodeProperties,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { ParameterReader } from './parameterReader';

/** The parameters of a trigger, which has no input items: each of them is resolved when it is read. */
export class NodeParameters extends ParameterReader {
	constructor(private readonly context: IHookFunctions | IPollFunctions | IWebhookFunctions) {
		super(context);
	}

	value(field: INodeProperties): unknown {
		return this.context.getNodeParameter(field.name, field.default as string) as unknown;
	}
}
