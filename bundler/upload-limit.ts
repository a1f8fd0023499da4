/** Bytes of a deployment package that Lambda takes in one call (AWS, "Lambda quotas", deployment package). */
export const uploadLimit = 50 * 1024 * 1024;
