/** Where requests to stages' URLs begin: `/_aws/execute-api/API-ID/STAGE/PATH`. */
export const executeApiPrefix = '/_aws/execute-api/';
