/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The side whose turn it is writes through; what the others say is kept until
 * their turn comes. Progress cannot be drawn by several at once, so they count
 * in shared memory, and the line is drawn here.
 */
#include "harness/run/side_by_side.h"
#include "base/memory.h"
#include "harness/report/colour.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define REDRAW_MS 250

struct chunk {
	int to;
	size_t size;
	char *data;
};

struct street {
	struct side *side;
	size_t n, at_once, started, turn;
	void (*before)(const struct side *side);
	struct progress_meter *meter;
	struct progress progress;
	bool turn_begun, colour, reader_gone;
};

static volatile sig_atomic_t caught;

static void catch(int sig)
{
	caught = sig;
}

static void catch_signals(void (*handler)(int))
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action = {.sa_handler = handler}, old;
	size_t i;

	/* What nohup has made deaf stays so. */
	for (i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		if (!sigaction(signals[i], NULL, &old) &&
		    old.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
}

static void become_side(struct street *s, struct side *side, int ends[2][2])
{
	int status, i;
	size_t k;

	catch_signals(SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	for (k = 0; k < s->started; k++)
		for (i = 0; i < 2; i++)
			if (s->side[k].fd[i] >= 0)
				close(s->side[k].fd[i]);
	for (i = 0; i < 2; i++) {
		dup2(ends[i][1], i ? STDERR_FILENO : STDOUT_FILENO);
		close(ends[i][0]);
		close(ends[i][1]);
	}
	colour_decide(s->colour);
	progress_share(side->meter);
	status = side->run(side->arg);
	fflush(NULL);
	_exit(status);
}

static void start(struct street *s)
{
	struct side *side = &s->side[s->started];
	int ends[2][2], i;

	side->meter = &s->meter[s->started];
	fflush(NULL);
	for (i = 0; i < 2; i++)
		if (pipe(ends[i]))
			memory_none();
	side->pid = fork();
	if (side->pid < 0)
		memory_none();
	if (side->pid == 0)
		become_side(s, side, ends);
	for (i = 0; i < 2; i++) {
		close(ends[i][1]);
		side->fd[i] = ends[i][0];
	}
	s->started++;
}

static bool is_running(const struct side *side)
{
	return side->fd[0] >= 0 || side->fd[1] >= 0;
}

static void start_some(struct street *s)
{
	size_t i, running = 0;
	bool alone = false;

	for (i = 0; i < s->started; i++) {
		running += is_running(&s->side[i]);
		alone = alone || (is_running(&s->side[i]) && s->side[i].alone);
	}
	while (s->started < s->n && !caught && !s->reader_gone && !alone &&
	       running < s->at_once &&
	       (!s->side[s->started].alone || !running)) {
		alone = s->side[s->started].alone;
		start(s);
		running++;
	}
}

static void put(struct street *s, int to, const char *data, size_t size)
{
	ssize_t sent;

	while (size && !s->reader_gone) {
		sent = write(to, data, size);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			s->reader_gone = true;
		data += sent > 0 ? sent : 0;
		size -= sent > 0 ? (size_t)sent : 0;
	}
}

static void keep(struct side *side, int to, const char *data, size_t size)
{
	struct chunk *c;

	side->chunk = realloc(side->chunk,
			      (side->chunks + 1) * sizeof(*side->chunk));
	if (!side->chunk)
		memory_none();
	c = &side->chunk[side->chunks++];
	*c = (struct chunk){.to = to, .size = size, .data = malloc(size)};
	if (!c->data)
		memory_none();
	memcpy(c->data, data, size);
}

static void take(struct street *s, struct side *side, int i)
{
	int to = i ? STDERR_FILENO : STDOUT_FILENO;
	char data[65536];
	ssize_t got = read(side->fd[i], data, sizeof(data));

	if (got < 0 && errno == EINTR)
		return;
	if (got <= 0) {
		close(side->fd[i]);
		side->fd[i] = -1;
		if (!is_running(side))
			while (waitpid(side->pid, &side->status, 0) < 0 &&
			       errno == EINTR)
				;
	} else if (side == &s->side[s->turn] && s->turn_begun) {
		put(s, to, data, (size_t)got);
	} else {
		keep(side, to, data, (size_t)got);
	}
}

/* Its turn has come: what it has said so far. */
static void begin_turn(struct street *s)
{
	struct side *side = &s->side[s->turn];
	size_t i;

	progress_hide(&s->progress);
	if (s->before) {
		s->before(side);
		fflush(stdout);
	}
	for (i = 0; i < side->chunks; i++) {
		put(s, side->chunk[i].to, side->chunk[i].data,
		    side->chunk[i].size);
		free(side->chunk[i].data);
	}
	free(side->chunk);
	side->chunk = NULL;
	side->chunks = 0;
}

static void take_turns(struct street *s)
{
	while (s->turn < s->started) {
		if (!s->turn_begun)
			begin_turn(s);
		s->turn_begun = is_running(&s->side[s->turn]);
		if (s->turn_begun)
			return;
		s->turn++;
	}
}

static void hand_on(struct street *s, int sig)
{
	size_t i;

	for (i = 0; i < s->started; i++)
		if (is_running(&s->side[i]))
			kill(s->side[i].pid, sig);
}

/* "debian:5.10 412 of 915, 1 failed | debian:6.1 boots" */
static void draw(struct street *s)
{
	char line[256] = "", text[64];
	size_t i, used = 0;

	for (i = 0; i < s->started && used < sizeof(line); i++) {
		struct side *side = &s->side[i];

		if (!is_running(side))
			continue;
		progress_meter_text(side->meter, text, sizeof(text));
		used += (size_t)snprintf(line + used, sizeof(line) - used,
					 "%s%s %s", used ? " | " : "",
					 side->name, text);
	}
	progress_text(&s->progress, line);
}

static void take_all(struct street *s, const struct pollfd *fds)
{
	size_t i;

	progress_hide(&s->progress);
	for (i = 0; i < 2 * s->started; i++)
		if (fds[i].revents)
			take(s, &s->side[i / 2], i % 2);
}

static void serve(struct street *s)
{
	struct pollfd fds[2 * s->n];
	bool handed_on = false;
	size_t i;

	for (;;) {
		start_some(s);
		take_turns(s);
		if (s->turn == s->started) {
			if (s->turn == s->n || caught || s->reader_gone)
				return;
			continue;
		}
		draw(s);
		for (i = 0; i < 2 * s->started; i++)
			fds[i] = (struct pollfd){
				.fd = s->side[i / 2].fd[i % 2],
				.events = POLLIN,
			};
		if (poll(fds, 2 * s->started, REDRAW_MS) > 0)
			take_all(s, fds);
		if ((caught || s->reader_gone) && !handed_on) {
			hand_on(s, caught ? caught : SIGTERM);
			handed_on = true;
		}
	}
}

int side_by_side(struct side *side, size_t n, size_t at_once,
		 void (*before)(const struct side *side))
{
	struct street s = {
		.side = side,
		.n = n,
		.at_once = at_once ? at_once : 1,
		.before = before,
		.colour = colour_wanted(stdout),
	};
	size_t i;

	s.meter = mmap(NULL, n * sizeof(*s.meter), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (s.meter == MAP_FAILED)
		memory_none();
	for (i = 0; i < n; i++)
		side[i].fd[0] = side[i].fd[1] = -1;
	caught = 0;
	catch_signals(catch);
	signal(SIGPIPE, SIG_IGN);
	progress_open(&s.progress, stderr);
	serve(&s);
	progress_hide(&s.progress);
	catch_signals(SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	munmap(s.meter, n * sizeof(*s.meter));
	return caught;
}
