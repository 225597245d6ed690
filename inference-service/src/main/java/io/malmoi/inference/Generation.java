package io.malmoi.inference;

import io.malmoi.models.Decoder;
import io.malmoi.models.Sampler;
import io.malmoi.tokenization.StreamingDecoder;
import io.malmoi.v1.GenerateFinish.Reason;
import java.util.Arrays;

/** One answer being written. Only the engine's thread uses it once it is submitted. */
final class Generation implements AutoCloseable {
    private final GenerationOptions options;
    private final int tokens;
    private final int endOfText;
    private final StreamingDecoder decoder;
    private final GenerationListener listener;
    private final Runnable release;
    private final Sampler sampler;
    private final StopStrings stops;
    private Decoder.Sequence sequence;
    private int count;
    private int newest;

    /**
     * An answer yet to be written.
     *
     * @param tokens number of tokens of the tokenizer; a model's vocabulary may be padded to more
     * @param endOfText id of the token with which the model ends a text
     * @param decoder of this answer alone
     * @param release run once, when the answer has ended in whatever way
     */
    Generation(
            GenerationOptions options,
            int tokens,
            int endOfText,
            StreamingDecoder decoder,
            GenerationListener listener,
            Runnable release) {
        this.options = options;
        this.tokens = tokens;
        this.endOfText = endOfText;
        this.decoder = decoder;
        this.listener = listener;
        this.release = release;
        this.sampler = new Sampler(options.sampling());
        this.stops = new StopStrings(options.stop());
    }

    int[] prompt() {
        return options.prompt();
    }

    /** Begins to write, in a slot of its own. */
    void begin(Decoder.Sequence slot) {
        sequence = slot;
    }

    Decoder.Sequence sequence() {
        return sequence;
    }

    /** The token chosen last. */
    int newest() {
        return newest;
    }

    /** Tokens in the cache of keys and values. */
    int length() {
        return sequence.length();
    }

    boolean cancelled() {
        return listener.cancelled();
    }

    /** Chooses the next token and tells what is to be told; true when the answer has ended, well or not. */
    boolean choose() {
        try {
            return write();
        } catch (RuntimeException e) {
            listener.failed(e);
            return true;
        }
    }

    private boolean write() {
        float[] logits = sequence.logits();
        Arrays.fill(logits, tokens, logits.length, Float.NEGATIVE_INFINITY);
        if (count < options.minNewTokens()) {
            logits[endOfText] = Float.NEGATIVE_INFINITY;
        }
        newest = sampler.next(logits);
        if (newest == endOfText) {
            return end(Reason.END_OF_TEXT);
        }
        count++;
        String text = decoder.next(newest);
        listener.token(newest, count < options.minNewTokens() ? text : stops.accept(text));
        if (stops.found().isPresent()) {
            listener.finished(Reason.STOP, stops.found().get());
            return true;
        }
        return count == options.maxNewTokens() && end(Reason.LENGTH);
    }

    /** Bytes that are no whole character by now are left out. */
    private boolean end(Reason reason) {
        String rest = stops.rest();
        if (!rest.isEmpty()) {
            listener.text(rest);
        }
        listener.finished(reason, "");
        return true;
    }

    void fail(Throwable failure) {
        listener.failed(failure);
        close();
    }

    /** Gives its slot back. */
    @Override
    public void close() {
        if (sequence != null) {
            sequence.close();
        }
        release.run();
    }
}
