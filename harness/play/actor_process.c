/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls about descriptors and processes: who holds a reference to a socket.
 */
#include "harness/play/actor.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Descriptors left to a player whose files are to run out. */
#define FEW_FILES 32

static void do_dup(struct actor *a, int fd, const struct call *call,
		   struct answer *ans)
{
	struct end copy = call->step.end;
	int made = dup(fd);

	copy.which = SOCKET_DUPLICATE;
	*actor_fd(a, &copy) = made;
	/* Descriptor numbers say nothing. */
	actor_ret(ans, made < 0 ? -1 : 0);
}

static void do_dup2_over(int fd, struct answer *ans)
{
	int other = open("/dev/null", O_RDONLY | O_CLOEXEC);

	actor_ret(ans, dup2(other, fd) == fd ? 0 : -1);
	close(other);
}

static void do_fork(struct actor *a, struct answer *ans)
{
	int ends[2];
	char byte;
	pid_t parent = getpid();

	if (pipe(ends)) {
		actor_ret(ans, -1);
		return;
	}
	a->child = fork();
	if (a->child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(1);
		close(ends[1]);
		/* Holds all descriptors until the other end is closed. */
		while (read(ends[0], &byte, 1) < 0 && errno == EINTR)
			;
		_exit(0);
	}
	actor_ret(ans, a->child < 0 ? -1 : 0);
	close(ends[0]);
	a->child_pipe = ends[1];
}

static void do_child_exit(struct actor *a, struct answer *ans)
{
	close(a->child_pipe);
	actor_ret(ans, waitpid(a->child, NULL, 0) == a->child ? 0 : -1);
	a->child = 0;
}

static void do_pass(struct actor *a, int fd, struct answer *ans)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control;
	char byte = 0;
	struct iovec iov = {.iov_base = &byte, .iov_len = 1};
	struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1,
			     .msg_control = &control,
			     .msg_controllen = sizeof(control)};
	struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);

	memset(&control, 0, sizeof(control));
	cmsg->cmsg_level = SOL_SOCKET;
	cmsg->cmsg_type = SCM_RIGHTS;
	cmsg->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(cmsg), &fd, sizeof(int));
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, a->pipe)) {
		actor_ret(ans, -1);
		return;
	}
	actor_ret(ans, sendmsg(a->pipe[0], &msg, 0));
	if (ans->ret == 1)
		ans->ret = 0;
}

static void do_unpass(struct actor *a, struct answer *ans)
{
	close(a->pipe[0]);
	actor_ret(ans, close(a->pipe[1]));
	a->pipe[0] = a->pipe[1] = -1;
}

static void do_exhaust_files(struct actor *a, struct answer *ans)
{
	struct rlimit few = {FEW_FILES, FEW_FILES};
	int fd;

	a->files = calloc(FEW_FILES, sizeof(*a->files));
	if (!a->files || setrlimit(RLIMIT_NOFILE, &few)) {
		ans->lost = true;
		return;
	}
	while ((fd = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0)
		a->files[a->n_files++] = fd;
	actor_ret(ans, -1);
}

static void do_free_files(struct actor *a)
{
	while (a->n_files)
		close(a->files[--a->n_files]);
	free(a->files);
	a->files = NULL;
}

/* The process becomes nc; its standard input holds the text and then ends. */
static void do_netcat(const struct call *call, struct answer *ans)
{
	char host[INET6_ADDRSTRLEN], port[8];
	char *argv[] = {"nc", "-N", host, port, NULL};
	int ends[2], null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	size_t length = strlen(call->step.text);

	if (null < 0 || pipe2(ends, O_CLOEXEC) ||
	    write(ends[1], call->step.text, length) != (ssize_t)length) {
		ans->lost = true;
		return;
	}
	if (!inet_ntop(call->address.family, call->address.bytes, host,
		       sizeof(host))) {
		ans->lost = true;
		return;
	}
	snprintf(port, sizeof(port), "%u", call->address.port);
	close(ends[1]);
	signal(SIGPIPE, SIG_DFL);
	dup2(ends[0], STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	execvp(argv[0], argv);
	ans->lost = true;
}

void actor_process(struct actor *a, int fd, const struct call *call,
		   struct answer *ans)
{
	switch (call->step.verb) {
	case VERB_DUP:
		do_dup(a, fd, call, ans);
		break;
	case VERB_DUP_OVER:
		do_dup2_over(fd, ans);
		break;
	case VERB_FORK:
		do_fork(a, ans);
		break;
	case VERB_CHILD_EXIT:
		do_child_exit(a, ans);
		break;
	case VERB_PASS:
		do_pass(a, fd, ans);
		break;
	case VERB_DROP_PASSED:
		do_unpass(a, ans);
		break;
	case VERB_EXHAUST_FILES:
		do_exhaust_files(a, ans);
		break;
	case VERB_FREE_FILES:
		do_free_files(a);
		break;
	case VERB_NETCAT:
		do_netcat(call, ans);
		break;
	default:
		ans->lost = true;
		break;
	}
}
