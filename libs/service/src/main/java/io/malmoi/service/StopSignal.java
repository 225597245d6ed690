package io.malmoi.service;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Fires {@link Stopping}. Quarkus has no event of its own for this moment: its {@link ShutdownEvent} comes after HTTP has
 * drained, so the JVM is asked.
 */
@Singleton
final class StopSignal {
    private final Event<Stopping> event;
    private final AtomicBoolean fired = new AtomicBoolean();
    private final Thread hook = new Thread(this::fire, "stop-signal");

    StopSignal(Event<Stopping> event) {
        this.event = event;
    }

    void start(@Observes StartupEvent started) {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** When it was no signal that stopped the application. */
    void stop(@Observes @Priority(1) ShutdownEvent stopped) {
        fire();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ignored) {
            // The JVM stops, and has run the hook.
        }
    }

    private void fire() {
        if (fired.compareAndSet(false, true)) {
            event.fire(new Stopping());
        }
    }
}
