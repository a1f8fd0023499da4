import { z } from 'zod';

/** A parameter's name (AWS, "Requirements and constraints for parameter names"). */
export const nameField = z
  .string()
  .min(1)
  .max(2048)
  .regex(
    /^(?!\/?(aws|ssm))\/?[\w.-]+(\/[\w.-]+){0,14}$/i,
    'Parameter name: can’t be prefixed with "aws" or "ssm" (case-insensitive), and only letters, numbers and .-_ between slashes, in 15 levels at most',
  );
