package io.malmoi.models;

import io.malmoi.torchscript.Keyword;
import io.malmoi.torchscript.MethodWriter;
import io.malmoi.torchscript.ProgramWriter;
import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes the methods that generate with a cache of keys and values, [layer, 2, slot, head, position, dim]. The cache has one
 * position more than the block size, into which go the keys of padding.
 *
 * @param packing of the weights; none if they change, or are best multiplied by as they are
 */
record DecodingProgram(LanguageModel model, Arithmetic arithmetic, Optional<Packing> packing) {
    /** {@code new_cache(slots)}: the cache, and room for a layer of it in the type of sums, without elements if it has that type. */
    static final String NEW_CACHE = "new_cache";

    /** {@code pack()}: the packed weights, none without packing. What is packed is no longer there as a parameter. */
    static final String PACK = "pack";

    /** {@code append(cache, layer, first, tokens, start, length)}, and packed weights if there are some. */
    static final String APPEND = "append";

    /** {@code move(cache, from_row, to_row, length)}. */
    static final String MOVE = "move";

    /** For weights that nobody changes, packed if that is of use. */
    static DecodingProgram packed(LanguageModel model, Arithmetic arithmetic) {
        return new DecodingProgram(model, arithmetic, Packing.of(arithmetic));
    }

    /** Writes the methods. */
    void write(ProgramWriter program) {
        program.method(PACK, this::pack)
                .method(NEW_CACHE, this::newCache)
                .method(APPEND, this::append)
                .method(MOVE, DecodingProgram::move);
    }

    private void pack(MethodWriter method) {
        method.recordGradients(false);
        List<Value> kept = packing.map(form -> packed(method, form)).orElse(List.of());
        method.recordGradients(true);
        method.returns(method.list(kept));
    }

    /** Runs the model on one token, to meet its weights in the order in which it will multiply by them. */
    private List<Value> packed(MethodWriter method, Packing form) {
        PackedWeights weights = new PackedWeights(form, model.embeddings());
        Layers layers = Layers.root(method, weights);
        Value token =
                method.op("zeros", (Object) new long[] {1, 1}, Keyword.of("dtype", TensorType.INT64.scalarType()));
        Value hidden = model.hidden(layers, token, token, Attention.causal(layers, model.config()));
        model.logits(layers, hidden);
        return weights.kept();
    }

    /** Zeros, because what is masked must still be finite. */
    private void newCache(MethodWriter method) {
        ModelConfig config = model.config();
        Value count = method.tensor("slots");
        Value slots = count.toInt();
        Object[] shape = {
            config.layers(), 2, slots, config.keyValueHeads(), config.blockSize() + 1, config.headDimension()
        };
        Object[] ofLayer = converts() ? Arrays.copyOfRange(shape, 1, shape.length) : new Object[] {0};
        method.returns(
                count.op(
                        "new_zeros",
                        shape,
                        Keyword.of("dtype", arithmetic.type().scalarType())),
                count.op("new_zeros", ofLayer, Keyword.of("dtype", sums().scalarType())));
    }

    /**
     * Appends tokens [batch, time], of which {@code length} [batch] count in each row, to the sequences in the cache's rows from
     * {@code first} on, which have {@code start} [batch] tokens. Gives the logits [batch, vocabulary] after each row's last token.
     */
    private void append(MethodWriter method) {
        Value cache = method.tensor("cache");
        Value layer = method.tensor("layer");
        Value first = method.tensor("first").toInt();
        Value tokens = method.tensor("tokens").to(TensorType.INT64);
        Value start = method.tensor("start").to(TensorType.INT64);
        Value length = method.tensor("length").to(TensorType.INT64);
        int blockSize = model.config().blockSize();

        Value offset = method.range(tokens.size(1), tokens).unsqueeze(0);
        Value padding = offset.op("ge", length.unsqueeze(1));
        Value position = start.unsqueeze(1).plus(offset).op("masked_fill", padding, blockSize);
        Value end = start.plus(length).op("max").toInt();
        Value unseen =
                method.range(end, tokens).op("gt", position.unsqueeze(-1)).unsqueeze(1);
        Value mask = unseen.op("where", Double.NEGATIVE_INFINITY, 0.0).to(sums());
        Value row = method.range(tokens.size(0), tokens);
        var places = new Attention.CachePlaces(first, tokens.size(0), row.unsqueeze(1), position, end, mask);

        Layers layers = Layers.root(method, PackedProducts.of(packing, arithmetic, method));
        Value known = position.op("clamp", 0, blockSize - 1);
        Optional<Value> converted = converts() ? Optional.of(layer) : Optional.empty();
        Value hidden = model.hidden(layers, tokens, known, Attention.cached(model.config(), cache, converted, places));
        Value last = method.op("index", hidden, new Object[] {row, length.op("sub", 1)});
        method.returns(model.logits(layers, last.unsqueeze(1)).op("squeeze", 1).to(TensorType.FLOAT32));
    }

    /** Processors multiply single rows in bfloat16 several times slower than they convert the cache and multiply in float32. */
    private boolean converts() {
        return arithmetic.type() == TensorType.BFLOAT16 && arithmetic.kernel() != MatrixKernel.CUDA;
    }

    /** The type that attention is added up in. */
    private TensorType sums() {
        return converts() ? TensorType.FLOAT32 : arithmetic.type();
    }

    /** Copies the first {@code length} positions of one row to another. */
    private static void move(MethodWriter method) {
        Value cache = method.tensor("cache");
        Value from = method.tensor("from_row").toInt();
        Value to = method.tensor("to_row").toInt();
        Value length = method.tensor("length").toInt();
        Value source = cache.select(2, from).slice(3, 0, length);
        cache.select(2, to).slice(3, 0, length).run("copy_", source);
        method.returns(cache);
    }
}
