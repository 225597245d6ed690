package io.malmoi.trainer;

import io.malmoi.jobs.JobContext;
import io.malmoi.models.Decoder;
import io.malmoi.models.Sampler;
import io.malmoi.models.SamplingOptions;
import io.malmoi.models.TrainingSession;
import io.malmoi.tokenization.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Texts that the model in training writes, all prompts at once, so that its users see what it has learned. For one thread. */
final class Samples implements AutoCloseable {
    /** The most tokens of a sample. */
    private static final int LENGTH = 64;

    private static final double TEMPERATURE = 0.8;
    private static final double TOP_P = 0.95;

    private final Tokenizer tokenizer;
    private final int endOfText;
    private final long seed;
    private final List<String> prompts;
    private final Decoder decoder;

    /** For a run's prompts; without any, for one sample that begins a document. */
    Samples(TrainingSession session, Tokenizer tokenizer, List<String> prompts, long seed) {
        this.tokenizer = tokenizer;
        this.endOfText = session.config().endOfText();
        this.seed = seed;
        this.prompts = prompts.isEmpty() ? List.of("") : prompts;
        this.decoder = session.decoder(this.prompts.size());
    }

    /** Writes a sample for every prompt and tells them. */
    void write(long step, JobContext job) {
        List<Writing> writings = new ArrayList<>();
        List<Decoder.Sequence> sequences =
                decoder.prefill(prompts.stream().map(this::begin).toList());
        for (int i = 0; i < prompts.size(); i++) {
            writings.add(new Writing(sequences.get(i), seed + step * prompts.size() + i));
        }
        try {
            advance(writings, job);
            for (int i = 0; i < prompts.size(); i++) {
                job.sample(
                        step, prompts.get(i), tokenizer.decode(writings.get(i).ids(), true));
            }
        } finally {
            sequences.forEach(Decoder.Sequence::close);
        }
    }

    private void advance(List<Writing> writings, JobContext job) {
        for (int i = 0; i < LENGTH; i++) {
            job.checkStopped();
            writings.forEach(Writing::choose);
            List<Writing> going = writings.stream().filter(Writing::canGoOn).toList();
            if (going.isEmpty()) {
                return;
            }
            decoder.step(
                    going.stream().map(writing -> writing.sequence).toList(),
                    going.stream().mapToInt(writing -> writing.newest).toArray());
        }
    }

    /** The ids of a prompt; of a long one its end, so that room is left. */
    private int[] begin(String prompt) {
        int[] ids = tokenizer.encode(prompt);
        int most = Math.max(1, decoder.config().blockSize() - LENGTH);
        if (ids.length == 0) {
            return new int[] {endOfText};
        }
        return ids.length <= most ? ids : Arrays.copyOfRange(ids, ids.length - most, ids.length);
    }

    @Override
    public void close() {
        decoder.close();
    }

    /** One sample being written. */
    private final class Writing {
        private final Decoder.Sequence sequence;
        private final Sampler sampler;
        private final List<Integer> ids = new ArrayList<>();
        private boolean ended;
        private int newest;

        Writing(Decoder.Sequence sequence, long seed) {
            this.sequence = sequence;
            this.sampler = new Sampler(new SamplingOptions(TEMPERATURE, 0, TOP_P, seed));
        }

        void choose() {
            if (!ended) {
                newest = sampler.next(sequence.logits());
                ended = newest == endOfText;
                if (!ended) {
                    ids.add(newest);
                    ended = sequence.length() == decoder.config().blockSize();
                }
            }
        }

        boolean canGoOn() {
            return !ended;
        }

        int[] ids() {
            return ids.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
