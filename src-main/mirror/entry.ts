export const stub = import.meta.url;
