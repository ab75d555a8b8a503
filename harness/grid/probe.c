/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Playing a station's recipe, and sending the probe.
 */
#include "harness/grid/probe.h"
#include "base/clock.h"
#include "harness/grid/tell.h"
#include "harness/net/tcpstate.h"
#include "harness/referee/sequence.h"
#include "harness/net/packet.h"
#include "harness/trace/words.h"
#include "harness/net/sockaddr.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* What stands for the subject's numbers where it has none. */
#define NO_ISS	 0x20000000u
#define PEER_MSS 1000

/* The shortest timer is that of SYN_SENT after a wrong ACK: two ticks, 2 ms of
 * the fastest clock. What took less than this cannot have met it. */
#define QUIET_NS 1500000
#define TRIES	 200
/* A recipe that fails as often as this does not fail by chance: while a device
 * is coming up, its queue may lose a segment. */
#define FAILURES 20

static int send_segment(struct lane *lane, struct flight *f,
			struct segment *seg, struct error *err)
{
	uint8_t data[PACKET_MAX];
	int size;

	seg->src = f->peer;
	seg->dst = f->subject;
	size = packet_build(seg, data, err);
	if (size < 0)
		return -1;
	if (f->story)
		tell_segment(f->story, f, seg, true);
	if (write(lane->tun, data, (size_t)size) != size)
		return error_errno(err, "writing to the TUN device");
	return 0;
}

static void learn(struct flight *f, const struct segment *seg)
{
	struct numbers *n = &f->numbers;
	uint32_t end = seg->seq + segment_span(seg);

	if (!f->has_iss && seg->flags & SEG_SYN) {
		f->has_iss = true;
		f->iss = n->snd_una = n->snd_nxt = seg->seq;
	}
	if (seg->flags & SEG_RST)
		return;
	if (f->has_iss && sequence_after(end, n->snd_nxt))
		n->snd_nxt = end;
	if (seg->flags & SEG_ACK) {
		n->rcv_nxt = seg->ack;
		f->edge = seg->ack + seg->window;
	}
}

static bool is_ours(struct flight *f, const struct segment *seg)
{
	if (seg->dst.port != f->peer.port)
		return false;
	/* connect() has chosen a port, and its SYN tells which. */
	if (!f->subject.port)
		f->subject.port = seg->src.port;
	return seg->src.port == f->subject.port;
}

int probe_listen(struct lane *lane, struct flight *f, struct reaction *answer,
		 const struct segment *probe, struct error *err)
{
	struct numbers before = f->numbers;
	uint8_t data[PACKET_MAX];
	struct segment seg;
	ssize_t got;

	for (;;) {
		got = read(lane->tun, data, sizeof(data));
		if (got < 0)
			return errno == EAGAIN ? 0 :
				       error_errno(err, "reading from the TUN "
						   "device");
		if (segment_decode(DLT_RAW, data, (size_t)got, (size_t)got,
				   &seg) != DECODE_TCP || !is_ours(f, &seg))
			continue;
		learn(f, &seg);
		if (f->story)
			tell_segment(f->story, f, &seg, false);
		if (answer)
			reaction_add(answer, f->station, &before, probe, &seg);
	}
}

static int step_segment(struct lane *lane, struct flight *f,
			const struct station_step *step, struct error *err)
{
	struct segment seg = {
		.flags = step->flags,
		.seq = f->peer_next,
		.window = GRID_WINDOW,
		.options.window_scale = -1,
	};

	if (step->flags & SEG_SYN)
		seg.options.mss = PEER_MSS;
	if (step->flags & SEG_ACK) {
		seg.ack = f->numbers.snd_nxt - (step->not_last ? 1 : 0);
		f->numbers.snd_una = seg.ack;
	}
	f->peer_next += segment_span(&seg);
	return send_segment(lane, f, &seg, err);
}

static int step_connect(struct lane *lane, struct flight *f, struct error *err)
{
	struct sockaddr_storage to;
	socklen_t size = sockaddr_fill(&f->peer, &to);

	f->fd = socket(lane->family,
		       SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (f->fd < 0)
		return error_errno(err, "socket");
	f->subject.port = 0;
	if (connect(f->fd, (struct sockaddr *)&to, size) &&
	    errno != EINPROGRESS)
		return error_errno(err, "connect");
	return 0;
}

static int make_step(struct lane *lane, struct flight *f,
		     const struct station_step *step, struct error *err)
{
	switch (step->kind) {
	case STEP_SEGMENT:
		return step_segment(lane, f, step, err);
	case STEP_CONNECT:
		return step_connect(lane, f, err);
	case STEP_ACCEPT:
		f->fd = accept4(lane->listener, NULL, NULL,
				SOCK_CLOEXEC | SOCK_NONBLOCK);
		return f->fd < 0 ? error_errno(err, "accept") : 0;
	case STEP_SHUTDOWN:
		return shutdown(f->fd, SHUT_WR) ? error_errno(err, "shutdown") :
						  0;
	case STEP_CLOSE:
		close(f->fd);
		f->fd = -1;
		return 0;
	case STEP_END:
		break;
	}
	return 0;
}

static int ask(struct lane *lane, const struct flight *f, int *state,
	       struct error *err)
{
	struct tcpinfo info;

	if (tcpstate_ask(lane->ask, &f->subject, &f->peer, &info, err))
		return -1;
	*state = info.state;
	return 0;
}

int probe_reach(struct lane *lane, const struct station *station,
		struct flight *f, FILE *story, struct error *err)
{
	const struct station_step *step;

	*f = (struct flight){
		.station = station,
		.subject = lane->subject,
		.peer = lane->peer,
		.fd = -1,
		.peer_next = GRID_PEER_ISS,
		.edge = GRID_PEER_ISS + GRID_WINDOW,
		.numbers = {NO_ISS, NO_ISS, GRID_PEER_ISS, GRID_WINDOW},
		.story = story,
	};
	f->subject.port = station->deaf ? LANE_DEAF_PORT : LANE_PORT;
	f->peer.port = lane_next_port(lane);
	for (step = station->steps; step->kind != STEP_END; step++) {
		if (story)
			tell_step(story, step);
		if (make_step(lane, f, step, err) ||
		    probe_listen(lane, f, NULL, NULL, err))
			return -1;
	}
	if (!station->no_peer && !station->no_rcv &&
	    f->numbers.rcv_nxt != f->peer_next)
		return error_set(err, "%s: the subject has not acknowledged "
				 "what its peer sent", station->name);
	f->numbers.rcv_wnd = f->edge - f->numbers.rcv_nxt;
	return 0;
}

int probe_look(struct lane *lane, const struct flight *f,
	       struct reaction *answer, struct error *err)
{
	bool own = f->fd >= 0;
	struct pollfd pfd = {.fd = own ? f->fd : lane->listener,
			     .events = POLLIN | POLLPRI | POLLOUT | POLLRDHUP};
	socklen_t size = sizeof(answer->error);
	int readable = 0;

	if (ask(lane, f, &answer->state, err))
		return -1;
	if (answer->state == TCP_CLOSE)
		answer->state = station_gone(f->station);
	/* An orphan and a closed port have nobody who looks. */
	if (!own && (f->station->deaf || station_accepts(f->station)))
		return 0;
	if (poll(&pfd, 1, 0) < 0)
		return error_errno(err, "poll");
	if (!own) {
		answer->waiting = pfd.revents & POLLIN;
		return 0;
	}
	answer->events = (unsigned)pfd.revents;
	if (pfd.revents & POLLIN && ioctl(f->fd, FIONREAD, &readable))
		return error_errno(err, "FIONREAD");
	answer->readable = (unsigned)readable;
	if (pfd.revents & (POLLERR | POLLHUP) &&
	    getsockopt(f->fd, SOL_SOCKET, SO_ERROR, &answer->error, &size))
		return error_errno(err, "SO_ERROR");
	return 0;
}

static void close_at_once(int fd)
{
	struct linger now = {.l_onoff = 1, .l_linger = 0};

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(fd);
}

int probe_leave(struct lane *lane, struct flight *f, struct error *err)
{
	struct segment rst = {.flags = SEG_RST, .options.window_scale = -1};
	int state, fd;

	f->story = NULL;
	if (f->fd >= 0)
		close_at_once(f->fd);
	else if (!station_accepts(f->station) && !f->station->deaf &&
		 (fd = accept4(lane->listener, NULL, NULL, SOCK_CLOEXEC)) >= 0)
		close_at_once(fd);
	f->fd = -1;
	if (ask(lane, f, &state, err))
		return -1;
	if (state != TCP_CLOSE) {
		rst.seq = f->numbers.rcv_nxt;
		if (send_segment(lane, f, &rst, err) ||
		    ask(lane, f, &state, err))
			return -1;
	}
	if (state != TCP_CLOSE) {
		int refusal;

		/* Whether it has helped is seen by asking again. */
		if (tcpstate_destroy(lane->ask, &f->subject, &f->peer,
				     &refusal, err) ||
		    ask(lane, f, &state, err))
			return -1;
	}
	if (state != TCP_CLOSE)
		return error_set(err, "%s: a connection is left behind in %s",
				 f->station->name, word_state(state));
	return probe_listen(lane, f, NULL, NULL, err);
}

static int probe_once(struct lane *lane, const struct station *station,
		      const struct cell *cell, struct reaction *answer,
		      FILE *story, struct error *err)
{
	struct segment probe;
	struct flight f;
	int ret;

	memset(answer, 0, sizeof(*answer));
	ret = probe_reach(lane, station, &f, story, err);
	if (!ret && cell) {
		cell_segment(cell, &f.numbers, &probe);
		if (story)
			tell_probe(story, cell);
		ret = send_segment(lane, &f, &probe, err);
		if (!ret)
			ret = probe_listen(lane, &f, answer, &probe, err);
	}
	if (!ret)
		ret = probe_look(lane, &f, answer, err);
	if (!ret && story)
		tell_look(story, answer);
	return probe_leave(lane, &f, ret ? NULL : err) || ret ? -1 : 0;
}

int probe_segment(struct lane *lane, const struct station *station,
		  const struct cell *cell, struct reaction *answer, FILE *story,
		  struct error *err)
{
	unsigned tries, failures = 0;

	for (tries = 0; tries < TRIES; tries++) {
		int64_t began = now_ns();
		int ret = probe_once(lane, station, cell, answer, story, err);
		bool quick = now_ns() - began < QUIET_NS;

		lane->count++;
		/* A story is told once, slow as the telling is. */
		if (story || (!ret && quick))
			return ret;
		/* What fails slowly may have failed by a timer. */
		if (ret && quick && ++failures == FAILURES)
			return -1;
		lane->disturbed++;
	}
	return error_set(err, "%s: the machine is too slow for a probe",
			 station->name);
}
