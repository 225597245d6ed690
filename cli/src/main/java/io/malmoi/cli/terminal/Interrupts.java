package io.malmoi.cli.terminal;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/** What Ctrl-C does, until closed; after that it does what it did before. */
public final class Interrupts implements AutoCloseable {
    private static final Signal CTRL_C = new Signal("INT");

    private final SignalHandler before;

    private Interrupts(SignalHandler before) {
        this.before = before;
    }

    /** Runs {@code action}, on a thread of its own, at every Ctrl-C instead of ending the process. */
    public static Interrupts handledBy(Runnable action) {
        return new Interrupts(Signal.handle(CTRL_C, signal -> action.run()));
    }

    @Override
    public void close() {
        Signal.handle(CTRL_C, before);
    }
}
