package io.malmoi.embedded;

/** A server cannot start because another program listens on its port. The message names the port and the setting that changes it. */
public final class PortTakenException extends RuntimeException {
    PortTakenException(String server, int port, String setting) {
        super("The embedded " + server + " cannot listen on 127.0.0.1:" + port
                + ": another program uses this port. Stop that program, or choose another port with " + setting
                + " (0 takes any free one).");
    }
}
