/*
 * Sits between a program and the C library, and lets one of its writes to files fail.
 *
 * FAULT_AT   which one, counted from 1; 0 counts only
 * FAULT      what happens then: `kill` (the process dies before it), `torn` (half of the bytes are
 *            written, and the process dies), `full` (no space left on the device), `io` (an
 *            input/output error), `full-on` and `io-on` (all later ones fail as well)
 * FAULT_COUNT  a file into which the number of calls is written at the end
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static long calls;

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

/* The error to fail with, 0 to go on, or -1 to write half and die. */
static int fault(void) {
    const char *at = getenv("FAULT_AT"), *what = getenv("FAULT");
    long number = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
    if (!at || !what || atol(at) == 0 || number < atol(at)) return 0;
    if (number > atol(at) && !strstr(what, "-on")) return 0;
    if (!strcmp(what, "kill")) die();
    if (!strcmp(what, "torn")) return -1;
    return strncmp(what, "full", 4) == 0 ? ENOSPC : EIO;
}

static int is_file(int fd) {
    struct stat found;
    return fstat(fd, &found) == 0 && S_ISREG(found.st_mode);
}

#define REAL(result, name, ...)                                                                   \
    static result (*real)(__VA_ARGS__);                                                           \
    if (!real) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

ssize_t write(int fd, const void *bytes, size_t length) {
    REAL(ssize_t, "write", int, const void *, size_t);
    int error = is_file(fd) ? fault() : 0;
    if (error < 0) {
        real(fd, bytes, length / 2);
        die();
    }
    if (error) return errno = error, -1;
    return real(fd, bytes, length);
}

#define PWRITE(name, offset)                                                                      \
    ssize_t name(int fd, const void *bytes, size_t length, offset from) {                         \
        REAL(ssize_t, #name, int, const void *, size_t, offset);                                  \
        int error = is_file(fd) ? fault() : 0;                                                    \
        if (error < 0) {                                                                          \
            real(fd, bytes, length / 2, from);                                                    \
            die();                                                                                \
        }                                                                                         \
        if (error) return errno = error, -1;                                                      \
        return real(fd, bytes, length, from);                                                     \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define ON_FD(name, offset)                                                                       \
    int name(int fd, offset length) {                                                             \
        REAL(int, #name, int, offset);                                                            \
        int error = fault();                                                                      \
        if (error < 0) die();                                                                     \
        if (error) return errno = error, -1;                                                      \
        return real(fd, length);                                                                  \
    }
ON_FD(ftruncate, off_t)
ON_FD(ftruncate64, off64_t)

#define SYNC(name)                                                                                \
    int name(int fd) {                                                                            \
        REAL(int, #name, int);                                                                    \
        int error = fault();                                                                      \
        if (error < 0) die();                                                                     \
        if (error) return errno = error == ENOSPC ? EIO : error, -1;                              \
        return real(fd);                                                                          \
    }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    int error = fault();
    if (error < 0) die();
    /* A full disk can still delete. */
    if (error == EIO) return errno = error, -1;
    return real(path);
}

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    int error = fault();
    if (error < 0) die();
    if (error) return errno = error, -1;
    return real(from, to);
}

__attribute__((destructor)) static void tell(void) {
    const char *path = getenv("FAULT_COUNT");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (file) {
        fprintf(file, "%ld", calls);
        fclose(file);
    }
}
