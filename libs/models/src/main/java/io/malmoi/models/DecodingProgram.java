package io.malmoi.models;

import io.malmoi.torchscript.Keyword;
import io.malmoi.torchscript.MethodWriter;
import io.malmoi.torchscript.ProgramWriter;
import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Value;

/**
 * Writes the methods that generate with a cache of keys and values, [layer, 2, slot, head, position, dim]. The cache has one
 * position more than the block size, into which go the keys of padding.
 */
record DecodingProgram(LanguageModel model, Arithmetic arithmetic) {
    /** {@code new_cache(slots)}. */
    static final String NEW_CACHE = "new_cache";

    /** {@code quantize()}: the weights in int8, for {@code append}. */
    static final String QUANTIZE = "quantize";

    /** The name of the list of weights in int8, the last argument of {@code append}. */
    static final String WEIGHTS = "weights";

    /** {@code append(cache, first, tokens, start, length)}. */
    static final String APPEND = "append";

    /** {@code move(cache, from_row, to_row, length)}. */
    static final String MOVE = "move";

    /** Writes the methods. */
    void write(ProgramWriter program) {
        program.method(NEW_CACHE, this::newCache).method(APPEND, this::append).method(MOVE, DecodingProgram::move);
        if (int8()) {
            program.method(QUANTIZE, this::quantize);
        }
    }

    private boolean int8() {
        return arithmetic.precision() == Precision.INT8;
    }

    /** Runs the model on one token, to meet its weights in the order in which it will multiply by them. */
    private void quantize(MethodWriter method) {
        Int8Weights weights = new Int8Weights();
        Layers layers = Layers.root(method, weights);
        Value token =
                method.op("zeros", (Object) new long[] {1, 1}, Keyword.of("dtype", TensorType.INT64.scalarType()));
        Value hidden = model.hidden(layers, token, token, Attention.causal(layers, model.config()));
        model.logits(layers, hidden);
        method.returns(method.list(weights.kept()));
    }

    /** Zeros, because what is masked must still be finite. */
    private void newCache(MethodWriter method) {
        ModelConfig config = model.config();
        Value count = method.tensor("slots");
        Value slots = count.toInt();
        Object[] shape = {
            config.layers(), 2, slots, config.keyValueHeads(), config.blockSize() + 1, config.headDimension()
        };
        method.returns(count.op(
                "new_zeros", shape, Keyword.of("dtype", arithmetic.type().scalarType())));
    }

    /**
     * Appends tokens [batch, time], of which {@code length} [batch] count in each row, to the sequences in the cache's rows from
     * {@code first} on, which have {@code start} [batch] tokens. Gives the logits [batch, vocabulary] after each row's last token.
     */
    private void append(MethodWriter method) {
        Value cache = method.tensor("cache");
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
        Value mask = unseen.op("where", Double.NEGATIVE_INFINITY, 0.0).to(arithmetic.type());
        Value row = method.range(tokens.size(0), tokens);
        var places = new Attention.CachePlaces(first, tokens.size(0), row.unsqueeze(1), position, end, mask);

        Products products = int8() ? new Int8Products(method.tensors(WEIGHTS)) : arithmetic;
        Layers layers = Layers.root(method, products);
        Value known = position.op("clamp", 0, blockSize - 1);
        Value hidden = model.hidden(layers, tokens, known, Attention.cached(model.config(), cache, places));
        Value last = method.op("index", hidden, new Object[] {row, length.op("sub", 1)});
        method.returns(model.logits(layers, last).to(TensorType.FLOAT32));
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
