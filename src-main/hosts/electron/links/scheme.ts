/** Of the addresses that the system hands to the app. */
export const LINK_SCHEME = 'kimi-shell';
