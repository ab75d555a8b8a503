/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stories for the referee, as traces without a header.
 */
#ifndef TESTS_REFEREE_STORIES_H
#define TESTS_REFEREE_STORIES_H

#include <stdbool.h>
#include <stddef.h>

#define LISTEN "server  listen(backlog 8) = 0\n"
#define OPEN                                                                   \
	LISTEN "client  connect() = 0\n"                                       \
	       "        client > server  S\n"                                  \
	       "        server > client  S.   ack 1\n"                         \
	       "        client > server  .    ack 1\n"                         \
	       "        = client ESTABLISHED, server ESTABLISHED\n"            \
	       "server  accept() = 0\n"

#define CLIENT_SENDS                                                           \
	"client  send(4) = 4\n"                                                \
	"        client > server  P.   1:5 ack 1\n"                            \
	"        server > client  .    ack 5\n"

#define CLIENT_CLOSES                                                          \
	"client  close() = 0\n"                                                \
	"        client > server  F.   1 ack 1\n"                              \
	"        server > client  .    ack 2\n"                                \
	"        = client FIN_WAIT2, server CLOSE_WAIT\n"

#define SERVER_FOLLOWS                                                         \
	"server  close() = 0\n"                                                \
	"        server > client  F.   1 ack 2\n"                              \
	"        client > server  .    ack 2\n"                                \
	"        = client TIME_WAIT, server CLOSED\n"                          \
	"end     client TIME_WAIT, server CLOSED\n"

#define BOTH_ESTABLISHED "end     client ESTABLISHED, server ESTABLISHED\n"
#define BOTH_CLOSED	 "end     client CLOSED, server CLOSED\n"
#define HALF_CLOSED	 "end     client FIN_WAIT2, server CLOSE_WAIT\n"

/* In which nothing is wrong; the second lot leaves bare ACKs and data out. */
extern const char *const stories_good[];
extern const size_t stories_n_good;
extern const char *const stories_good_bulk[];
extern const size_t stories_n_good_bulk;
/* Of text beside a SYN, and of timestamps. */
extern const char *const stories_good_options[];
extern const size_t stories_n_good_options;

/**
 * struct wrong_story - one thing is wrong
 * @behind: the line it is about
 * @phrase: what the deviation says, or a part of it
 */
struct wrong_story {
	const char *story, *behind, *phrase;
	bool bulk;
};

extern const struct wrong_story stories_wrong[];
extern const size_t stories_n_wrong;
extern const struct wrong_story stories_wrong_options[];
extern const size_t stories_n_wrong_options;

#endif
