package io.malmoi.bench;

/** What a peer has reached. */
public sealed interface Peer {
    /** The peer's name and version, and its value in the same unit. */
    record Measured(String name, double value) implements Peer {}

    /** The peer did not run, and why. */
    record Missing(String reason) implements Peer {}
}
