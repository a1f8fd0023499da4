/** Why a template could not be rendered; `invalidJson` when the body it reads is not JSON. */
export class TemplateError extends Error {
  readonly invalidJson: boolean;

  constructor(message: string, options: ErrorOptions & { readonly invalidJson?: boolean } = {}) {
    super(message, options);
    this.name = 'TemplateError';
    this.invalidJson = options.invalidJson ?? false;
  }
}
