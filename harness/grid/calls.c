/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Making every call in every station, each in a fresh connection.
 */
#include "harness/grid/calls.h"
#include "base/clock.h"
#include "base/memory.h"
#include "harness/grid/probe.h"
#include "harness/grid/sweep.h"
#include "harness/net/sockaddr.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

/* Where a listener of the subject's own listens. */
#define OWN_PORT 82
/* As in probe.c. */
#define QUIET_NS 1500000
#define TRIES	 200
#define FAILURES 20

static int call_send(struct flight *f)
{
	return (int)send(f->fd, "x", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static int call_recv(struct flight *f)
{
	char octet;

	return (int)recv(f->fd, &octet, 1, MSG_DONTWAIT);
}

static int call_close(struct flight *f)
{
	int ret = close(f->fd);

	f->fd = -1;
	return ret;
}

static int call_abort(struct flight *f)
{
	struct linger now = {.l_onoff = 1, .l_linger = 0};

	setsockopt(f->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	return call_close(f);
}

static int call_shut_rd(struct flight *f)
{
	return shutdown(f->fd, SHUT_RD);
}

static int call_shut_wr(struct flight *f)
{
	return shutdown(f->fd, SHUT_WR);
}

static int call_shut_rdwr(struct flight *f)
{
	return shutdown(f->fd, SHUT_RDWR);
}

static int call_connect(struct flight *f)
{
	struct sockaddr_storage to;
	socklen_t size = sockaddr_fill(&f->peer, &to);

	return connect(f->fd, (struct sockaddr *)&to, size);
}

static int call_disconnect(struct flight *f)
{
	struct sockaddr none = {.sa_family = AF_UNSPEC};

	return connect(f->fd, &none, sizeof(none));
}

static int call_listen(struct flight *f)
{
	return listen(f->fd, 8);
}

static int call_accept(struct flight *f)
{
	return accept(f->fd, NULL, NULL);
}

static int call_so_error(struct flight *f)
{
	int value = 0;
	socklen_t size = sizeof(value);

	return getsockopt(f->fd, SOL_SOCKET, SO_ERROR, &value, &size) ? -1 :
									value;
}

static const struct {
	const char *name;
	int (*make)(struct flight *f);
} calls[] = {
	{"send(1)", call_send},
	{"recv(1)", call_recv},
	{"shutdown(SHUT_RD)", call_shut_rd},
	{"shutdown(SHUT_WR)", call_shut_wr},
	{"shutdown(SHUT_RDWR)", call_shut_rdwr},
	{"close()", call_close},
	{"close() linger 0", call_abort},
	{"connect()", call_connect},
	{"connect(AF_UNSPEC)", call_disconnect},
	{"listen(8)", call_listen},
	{"accept()", call_accept},
	{"SO_ERROR", call_so_error},
};

/* A socket for the stations whose recipe makes none. */
static int own_socket(struct lane *lane, struct flight *f, struct error *err)
{
	struct address at = lane->subject;
	struct sockaddr_storage to;
	socklen_t size;
	int on = 1;

	f->fd = socket(lane->family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
		       0);
	if (f->fd < 0)
		return error_errno(err, "socket");
	f->subject.port = 0;
	if (f->station->deaf)
		return 0;
	at.port = OWN_PORT;
	size = sockaddr_fill(&at, &to);
	setsockopt(f->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(f->fd, (struct sockaddr *)&to, size) ||
	    listen(f->fd, 8))
		return error_errno(err, "a listener");
	return 0;
}

/* Sockets that no connection stands for are not found by their addresses. */
static int state_of(const struct flight *f, int found)
{
	struct tcp_info info;
	socklen_t size = sizeof(info);

	if (!f->station->no_peer)
		return found;
	if (f->fd < 0 ||
	    getsockopt(f->fd, IPPROTO_TCP, TCP_INFO, &info, &size))
		return TCP_CLOSE;
	return info.tcpi_state;
}

static int look(struct lane *lane, const struct flight *f, struct reaction *r,
		struct error *err)
{
	if (probe_look(lane, f, r, err))
		return -1;
	r->state = state_of(f, r->state);
	/* A station's own listener, not the lane's. */
	if (f->station->no_peer)
		r->readable = r->error = r->waiting = 0;
	return 0;
}

static bool is_callable(const struct station *station)
{
	const struct station_step *step;

	for (step = station->steps; step->kind != STEP_END; step++)
		if (step->kind == STEP_CLOSE)
			return false;
	return station->no_peer || station_accepts(station);
}

static void write_line(FILE *out, const struct station *station, size_t call,
		 int ret, int error, const struct reaction *after,
		 const struct reaction *before)
{
	char text[REACTION_TEXT], result[48];

	if (ret < 0)
		snprintf(result, sizeof(result), "-1 %s",
			 strerrorname_np(error));
	else
		snprintf(result, sizeof(result), "%d", ret);
	fprintf(out, "%-18s %-20s = %-15s %s\n", station->name,
		calls[call].name, result,
		reaction_text(after, before, 0, text));
}

static int make_call(struct lane *lane, const struct station *station,
		     size_t call, FILE *out, struct error *err)
{
	struct reaction before = {0}, after = {0};
	struct segment none = {0};
	int made = 0, error = 0, ret;
	struct flight f;

	ret = probe_reach(lane, station, &f, NULL, err);
	if (!ret && station->no_peer)
		ret = own_socket(lane, &f, err);
	if (!ret)
		ret = look(lane, &f, &before, err);
	if (!ret) {
		made = calls[call].make(&f);
		error = errno;
		ret = probe_listen(lane, &f, &after, &none, err);
	}
	if (!ret)
		ret = look(lane, &f, &after, err);
	if (f.fd < 0 && !ret) {
		/* Nobody looks any more. */
		after.events = before.events;
		after.readable = before.readable;
	}
	if (!ret && out)
		write_line(out, station, call, made, error, &after, &before);
	return probe_leave(lane, &f, ret ? NULL : err) || ret ? -1 : 0;
}

/* As probe_segment(): what a timer may have disturbed is made again. */
static int make_line(struct lane *lane, const struct station *station,
		     size_t call, FILE *out, struct error *err)
{
	struct text line;
	char *text;
	unsigned tries, failures = 0;

	for (tries = 0; tries < TRIES; tries++) {
		FILE *mem = text_begin(&line);
		int64_t began = now_ns();
		bool quick;
		int ret;

		ret = make_call(lane, station, call, mem, err);
		quick = now_ns() - began < QUIET_NS;
		text = text_end(&line);
		if (!ret && quick)
			fputs(text, out);
		free(text);
		if (!ret && quick)
			return 0;
		if (ret && quick && ++failures == FAILURES)
			return -1;
		lane->disturbed++;
	}
	return error_set(err, "%s: the machine is too slow for a call",
			 station->name);
}

/* Written in the lane's process, read in another. */
struct shared {
	char text[CALLS_TEXT];
	uint64_t disturbed;
};

static int run_lane(struct lane *lane, void *arg, struct error *err)
{
	struct shared *shared = arg;
	FILE *out = fmemopen(shared->text, CALLS_TEXT, "w");
	const struct station *s;
	size_t i;

	if (!out)
		return error_errno(err, "the table of calls");
	fputs("# grid/" CALLS_NAME "\n# " CALLS_ABOUT "\n\n", out);
	for (s = stations(); s->name; s++) {
		if (!is_callable(s))
			continue;
		for (i = 0; i < sizeof(calls) / sizeof(*calls); i++)
			if (make_line(lane, s, i, out, err))
				return -1;
		fputc('\n', out);
	}
	shared->disturbed = lane->disturbed;
	if (fclose(out))
		return error_set(err, "the table of calls is too long");
	return 0;
}

int calls_run(int family, char *text, uint64_t *disturbed, struct error *err)
{
	struct shared *shared = mmap(NULL, sizeof(*shared),
				     PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int ret;

	if (shared == MAP_FAILED)
		return error_errno(err, "the table of calls");
	ret = sweep_in_lane(family, run_lane, shared, err);
	memcpy(text, shared->text, CALLS_TEXT);
	*disturbed += shared->disturbed;
	munmap(shared, sizeof(*shared));
	return ret;
}
