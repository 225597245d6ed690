package io.malmoi.inference;

import io.malmoi.v1.GenerateFinish;

/** Receives an answer as it is written, on the engine's thread: must not block. After {@link #finished} or {@link #failed} nothing more comes. */
interface GenerationListener {
    /** A new token, and the text that can be told since. */
    void token(int id, String text);

    /** Text that was held back until the end. */
    void text(String text);

    /** The end: why, and the stop string if there was one. */
    void finished(GenerateFinish.Reason reason, String stop);

    /** The end: it went wrong. */
    void failed(Throwable failure);

    /** Whether nobody wants the answer any more. */
    boolean cancelled();
}
