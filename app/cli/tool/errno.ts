const TEXTS: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  EEXIST: 'File exists',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ENOTEMPTY: 'Directory not empty',
  EACCES: 'Permission denied',
  EROFS: 'Read-only file system',
  ELOOP: 'Too many levels of symbolic links',
  EINVAL: 'Invalid argument',
  EXDEV: 'Invalid cross-device link',
  EBUSY: 'Device or resource busy',
  EPERM: 'Operation not permitted',
  ENOSPC: 'No space left on device',
  ENOEXEC: 'Exec format error',
  ESRCH: 'No such process',
  EBADF: 'Bad file descriptor',
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: 'Cannot assign requested address',
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  ETIMEDOUT: 'Connection timed out',
  EPIPE: 'Broken pipe',
  ENOTCONN: 'Transport endpoint is not connected',
};

const MUSL: Readonly<Record<string, string>> = {
  ETIMEDOUT: 'Operation timed out',
  EHOSTUNREACH: 'Host is unreachable',
  ENETUNREACH: 'Network unreachable',
};

/** What strerror says about an error number, by its name in errno.h. */
export function strerror(errno: string): string {
  return TEXTS[errno] ?? `Unknown error ${errno}`;
}

/** What musl's strerror says, where it differs from glibc's. */
export function muslStrerror(errno: string): string {
  return MUSL[errno] ?? strerror(errno);
}
