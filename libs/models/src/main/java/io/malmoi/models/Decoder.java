package io.malmoi.models;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.malmoi.torchscript.Program;
import io.malmoi.torchscript.ProgramWriter;
import io.malmoi.torchscript.Torch;
import io.malmoi.torchscript.TorchScriptException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Continues many sequences at once, with their keys and values kept in a preallocated cache.
 *
 * <p>Made for continuous batching: sequences are opened with a prompt at any time while a slot is free, advance together by one token
 * a {@link #step}, and are closed at any time. A scheduler is a loop of {@code prefill new prompts; sample; step all open sequences;
 * close those that ended}. A sequence's logits do not depend on what else is in the batch, but for rounding.
 *
 * <p>Not thread-safe: one thread at a time may use a decoder and its sequences. Its products use {@link Torch#threads} threads.
 */
public final class Decoder implements AutoCloseable {
    private final ModelConfig config;
    private final Program program;
    private final boolean ownsProgram;
    private final int slots;
    private final NDManager manager;
    /** Of keys and values, and room to convert a layer of them. */
    private final NDList caches;
    /** Packed, if they are. */
    private final NDList weights;
    /** Open sequences; each one's index is its row in the cache. */
    private final List<Sequence> open = new ArrayList<>();

    Decoder(ModelConfig config, Program program, boolean ownsProgram, DecoderOptions options) {
        this.config = config;
        this.program = program;
        this.ownsProgram = ownsProgram;
        this.slots = options.slots();
        this.manager = program.newManager();
        this.weights = packed(options.precision());
        try {
            this.caches = newCaches();
        } catch (TorchScriptException e) {
            manager.close();
            throw new IllegalStateException(
                    "cannot allocate a cache of " + slots + " slots; lower their number: " + e.getMessage(), e);
        }
    }

    private NDList packed(Precision precision) {
        try {
            return PackedWeights.make(program, DecodingProgram.PACK, manager);
        } catch (TorchScriptException e) {
            manager.close();
            throw new IllegalStateException(
                    "this processor or build of libtorch cannot multiply in " + precision
                            + "; choose another precision: " + e.getMessage(),
                    e);
        }
    }

    private NDList newCaches() {
        try (NDManager scope = program.newManager()) {
            NDList made = program.infer(scope, DecodingProgram.NEW_CACHE, new NDList(scope.create((long) slots)));
            made.attach(manager);
            return made;
        }
    }

    /**
     * Opens a model folder ({@code config.json}, {@code model.safetensors}). In float32 and int8 the weights of the file
     * are mapped, so it must not be changed until the decoder is closed.
     *
     * @throws ModelFormatException if the folder is not a model that can be run
     */
    public static Decoder load(Path folder, DecoderOptions options) {
        return load(folder, options, KernelChoice.forDecoding(options.precision()));
    }

    static Decoder load(Path folder, DecoderOptions options, Arithmetic arithmetic) {
        ModelConfig config = ModelConfig.read(folder).limitedTo(options.longestSequence());
        ProgramWriter writer = new ProgramWriter();
        DecodingProgram.packed(LanguageModel.of(config), arithmetic).write(writer);
        Program program = writer.load();
        try {
            Weights.map(program, ModelFolder.weights(LanguageModel.of(config), folder), folder);
            return new Decoder(config, program, true, options);
        } catch (RuntimeException | Error e) {
            program.close();
            throw e;
        }
    }

    /** The shape of the model. */
    public ModelConfig config() {
        return config;
    }

    /** Sequences that can be open at once. */
    public int slots() {
        return slots;
    }

    /** Sequences that can be opened now. */
    public int freeSlots() {
        return slots - open.size();
    }

    /**
     * Opens a sequence for each prompt, all in one call. Shorter prompts are padded to the longest, so prompts of like length go
     * together best.
     *
     * @param prompts token ids, each 1 to block size of them; at most {@link #freeSlots} prompts
     * @return the sequences in the order of the prompts, each with the logits of its next token
     */
    public List<Sequence> prefill(List<int[]> prompts) {
        if (prompts.isEmpty() || prompts.size() > freeSlots()) {
            throw new IllegalArgumentException(
                    "prompts must be 1 to the " + freeSlots() + " free slots, not " + prompts.size());
        }
        prompts.forEach(prompt -> {
            Ranges.require(prompt.length >= 1, "prompt", "empty", "1 token or more");
            requireRoom(prompt.length);
            TokenIds.require(prompt, config.vocabularySize(), prompt.length);
        });
        List<Sequence> added = prompts.stream().map(prompt -> new Sequence()).toList();
        append(open.size(), added, prompts);
        open.addAll(added);
        return added;
    }

    /**
     * Appends one token to each of the sequences (any of the open ones, each once). Their {@link Sequence#logits} change. Stepping all
     * open sequences is one native call.
     *
     * @param sequences open sequences of this decoder, each shorter than the block size
     * @param tokens one for each sequence
     */
    public void step(List<Sequence> sequences, int[] tokens) {
        if (sequences.size() != tokens.length) {
            throw new IllegalArgumentException(
                    sequences.size() + " sequences need as many tokens, not " + tokens.length);
        }
        TokenIds.require(tokens, config.vocabularySize(), tokens.length);
        Map<Sequence, Integer> rows = new IdentityHashMap<>();
        for (Sequence sequence : sequences) {
            int row = open.indexOf(sequence);
            if (row < 0 || rows.put(sequence, row) != null) {
                throw new IllegalArgumentException("a sequence is closed, of another decoder, or named twice");
            }
            requireRoom(sequence.length + 1);
        }
        List<Integer> order = IntStream.range(0, tokens.length)
                .boxed()
                .sorted(Comparator.comparing(i -> rows.get(sequences.get(i))))
                .toList();
        int from = 0;
        for (int to = 1; to <= order.size(); to++) {
            boolean runEnds = to == order.size()
                    || rows.get(sequences.get(order.get(to))) != rows.get(sequences.get(order.get(to - 1))) + 1;
            if (runEnds) {
                List<Integer> run = order.subList(from, to);
                append(
                        rows.get(sequences.get(run.get(0))),
                        run.stream().map(sequences::get).toList(),
                        run.stream().map(i -> new int[] {tokens[i]}).toList());
                from = to;
            }
        }
    }

    private void requireRoom(int length) {
        if (length > config.blockSize()) {
            throw new IllegalArgumentException(
                    "a sequence of " + length + " tokens is over the model's block size of " + config.blockSize());
        }
    }

    /** Appends tokens to sequences that stand in neighbouring rows. */
    private void append(int firstRow, List<Sequence> sequences, List<int[]> tokens) {
        int count = sequences.size();
        int longest = tokens.stream().mapToInt(t -> t.length).max().orElseThrow();
        int[] padded = new int[count * longest];
        int[] starts = new int[count];
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(tokens.get(i), 0, padded, i * longest, tokens.get(i).length);
            starts[i] = sequences.get(i).length;
            lengths[i] = tokens.get(i).length;
        }
        try (NDManager scope = program.newManager()) {
            NDList arguments = new NDList(caches);
            arguments.add(scope.create((long) firstRow));
            arguments.add(scope.create(padded, new Shape(count, longest)));
            arguments.add(scope.create(starts));
            arguments.add(scope.create(lengths));
            arguments.addAll(weights);
            FloatBuffer logits = floats(
                    program.infer(scope, DecodingProgram.APPEND, arguments).get(0));
            for (int i = 0; i < count; i++) {
                float[] row = new float[config.vocabularySize()];
                logits.get(row);
                sequences.get(i).advance(lengths[i], row);
            }
        }
    }

    /** Its numbers, where they are if they are on the processor; valid until it is closed. */
    private static FloatBuffer floats(NDArray array) {
        return array.toDevice(Device.cpu(), false)
                .toByteBuffer(true)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** Closes a sequence; the last row moves into the gap, so that rows stay together. */
    private void release(Sequence sequence) {
        int row = open.indexOf(sequence);
        if (row < 0) {
            return;
        }
        int lastRow = open.size() - 1;
        Sequence last = open.get(lastRow);
        if (row != lastRow) {
            move(lastRow, row, last.length);
            open.set(row, last);
        }
        open.remove(lastRow);
    }

    private void move(int from, int to, int length) {
        try (NDManager scope = program.newManager()) {
            NDList arguments = new NDList(
                    caches.get(0), scope.create((long) from), scope.create((long) to), scope.create((long) length));
            program.infer(scope, DecodingProgram.MOVE, arguments);
        }
    }

    /** Frees the memory. Sequences still open are closed. Closing again does nothing. */
    @Override
    public void close() {
        open.clear();
        manager.close();
        if (ownsProgram) {
            program.close();
        }
    }

    /** A sequence in the cache. */
    public final class Sequence implements AutoCloseable {
        private int length;
        private float[] logits;

        private Sequence() {}

        private void advance(int tokens, float[] next) {
            length += tokens;
            logits = next;
        }

        /** Tokens in the cache. */
        public int length() {
            return length;
        }

        /** The logits of the next token, one for each id of the vocabulary. Each step makes a new array, which the caller may keep. */
        public float[] logits() {
            return logits;
        }

        /** Gives the slot back. Closing again does nothing. */
        @Override
        public void close() {
            release(this);
        }
    }
}
