/* Where the holder listens to whoever may order it: root, and without root its user. */
#ifndef HEARTH_CONTROL_H
#define HEARTH_CONTROL_H

struct message;

/* Begins to listen at hearthd.control in --run-root. */
void control_open(void);

/* Goes on listening where the program before this one did. */
void control_take_up(int descriptor);

/* Ends it: nobody is there to be asked any more. */
void control_close(void);

/* The listening socket; -1: none. */
int control_descriptor(void);

/* Takes the next order: returns the socket to who gives it, which is to be answered and closed; -1 where there is none. */
int control_accept(struct message *message);

/* Connects to the holder that runs; -1 and errno. */
int control_connect(void);

#endif
