export { remoteIo } from "./remote/remote-io.ts"
export { type RemoteStore, remoteStore } from "./remote/remote-store.ts"
export { readPrivateFile, readSecret, Secret } from "./remote/secret.ts"
export { withoutSecrets, withoutSecretText } from "./remote/without-secrets.ts"
