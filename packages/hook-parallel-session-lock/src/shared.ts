export { finishRemotely } from "./remote/finish-remotely.ts"
export { keepUpRemotely } from "./remote/keep-up-remotely.ts"
export { openRemoteLock, type RemoteLock, type RemoteLockInput } from "./remote/open-remote-lock.ts"
export { takeRemotely } from "./remote/take-remotely.ts"
