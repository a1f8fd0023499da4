import { AwsError } from '../../errors.ts';
import { badRequest } from '../errors.ts';

/** What an import finds: it goes on after an error, so that all are told together. */
export class ImportIssues {
  readonly warnings: string[] = [];
  readonly #errors: string[] = [];

  warn(message: string): void {
    this.warnings.push(message);
  }

  /**
   * Runs one part of an import and notes what AWS would refuse in it. What only the embedded AWS
   * cannot do ends the import.
   *
   * @param where the start of the message: `Unable to put method 'GET' on resource at path '/x'`
   */
  attempt(where: string, part: () => void): void {
    try {
      part();
    } catch (error) {
      if (!(error instanceof AwsError)) {
        throw error;
      }
      const message = `${where}: ${error.message}`;
      if (error.status >= 500) {
        throw new AwsError(error.code, error.status, message);
      }
      this.#errors.push(message);
    }
  }

  /** @throws {AwsError} 400 with everything found, when there are errors, or warnings that must fail */
  throwIfAny(failOnWarnings: boolean): void {
    if (this.#errors.length > 0) {
      const additionally =
        this.warnings.length > 0
          ? `\nAdditionally, these warnings were found:${lines(this.warnings)}`
          : '';
      throw badRequest(`Errors found during import:${lines(this.#errors)}${additionally}`);
    }
    if (failOnWarnings && this.warnings.length > 0) {
      throw badRequest(`Warnings found during import:${lines(this.warnings)}`);
    }
  }
}

function lines(messages: readonly string[]): string {
  return messages.map((message) => `\n\t${message}`).join('');
}
