/** Tests that the backend does not pass, by full name, each with the reason. @type {Readonly<Record<string, string>>} */
export const exclusions = {};
