/** Where the service answers about one's own classes. */
export const myUrl = '/api/my/classes'
