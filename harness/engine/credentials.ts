import type {
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	INodeCredentialsDetails,
	INodeProperties,
} from 'n8n-workflow';
import { ICredentials, ICredentialsHelper } from 'n8n-workflow';
import { SonzaiApi } from '../../credentials/SonzaiApi.credentials';

/**
 * Stands in for n8n's database of credentials, which n8n-core does not hold. It authenticates by
 * what the credential type declares, as n8n does.
 */
export class InMemoryCredentials extends ICredentialsHelper {
	private readonly type = new SonzaiApi();

	constructor(private readonly data: ICredentialDataDecryptedObject) {
		super();
	}

	override async authenticate(
		credentials: ICredentialDataDecryptedObject,
		_typeName: string,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return await this.type.authenticate(credentials, options);
	}

	override async getDecrypted(): Promise<ICredentialDataDecryptedObject> {
		return await Promise.resolve({ ...this.data });
	}

	override getParentTypes(): string[] {
		return [];
	}

	override isCredentialUsableByNode(): boolean {
		return true;
	}

	override getCredentialsProperties(): INodeProperties[] {
		return this.type.properties;
	}

	override async preAuthentication(): Promise<undefined> {
		return await Promise.resolve(undefined);
	}

	override async runPreAuthentication(): Promise<undefined> {
		return await Promise.resolve(undefined);
	}

	override async getCredentials(details: INodeCredentialsDetails): Promise<ICredentials> {
		return await Promise.reject(new Error(`Nothing reads the stored form of ${details.name}`));
	}

	override async updateCredentials(): Promise<void> {
		await Promise.reject(new Error('Nothing writes credentials'));
	}

	override async updateCredentialsOauthTokenData(): Promise<void> {
		await this.updateCredentials();
	}
}
