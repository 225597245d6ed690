package io.malmoi.models;

import io.malmoi.torchscript.Keyword;
import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Torch;
import io.malmoi.torchscript.Value;
import java.util.Optional;

/** How a layer's queries find keys and values: all at once, or in a cache. The model is the same. */
interface Attention {
    /**
     * Softmax attention.
     *
     * @param layer index of the block
     * @param query [batch, time, head, dim], as is the result
     * @param key [batch, time, head of keys and values, dim], as is value
     */
    Value attend(int layer, Value query, Value key, Value value);

    /** Sequences up to this length may have all their weights in memory at once. */
    int SHORT = 512;

    /**
     * Each position sees itself and those before it. There is no fused kernel on processors that drops weights, and the backward pass
     * of the one in bfloat16 takes three times as long as plain products.
     */
    static Attention causal(Layers layers, ModelConfig config) {
        int sharing = config.heads() / config.keyValueHeads();
        boolean drops = layers.generator() != null && config.dropout() > 0;
        boolean half = layers.products().arithmetic().type() == TensorType.BFLOAT16
                && config.blockSize() <= SHORT
                && !Torch.device().isGpu();
        Value[] future = new Value[1]; // the same in all layers
        return (layer, query, key, value) -> {
            Value q = query.transpose(1, 2);
            Value k = repeated(key, sharing).transpose(1, 2);
            Value v = repeated(value, sharing).transpose(1, 2);
            if (drops || half) {
                future[0] = future[0] == null ? future(q) : future[0];
                return products(layers, config, future[0], q, k, v).transpose(1, 2);
            }
            return q.op("scaled_dot_product_attention", k, v, null, 0.0, true).transpose(1, 2);
        };
    }

    /** Keys or values, each head repeated for all heads of queries that share it. */
    private static Value repeated(Value x, int sharing) {
        return sharing == 1 ? x : x.op("repeat_interleave", sharing, 2);
    }

    /** Minus infinity where a position does not see another [time, time]. */
    private static Value future(Value query) {
        Value time = query.size(2);
        return query.op("new_full", new Object[] {time, time}, Double.NEGATIVE_INFINITY)
                .op("triu", 1);
    }

    private static Value products(
            Layers layers, ModelConfig config, Value future, Value query, Value key, Value value) {
        double scale = 1 / Math.sqrt(config.headDimension());
        Value keys = key.flatten(0, 1).transpose(1, 2);
        Value weights = future.op("baddbmm", query.flatten(0, 1), keys, Keyword.of("alpha", scale))
                .op("softmax", -1);
        return layers.dropout(weights, config.dropout())
                .op("bmm", value.flatten(0, 1))
                .unflatten(0, -1, config.heads());
    }

    /**
     * Writes keys and values into a cache [layer, 2, slot, head, position, dim] and sees what the places let it see there. Queries
     * that share a head of keys are rows of one product, so that the cache is read once for all of them.
     *
     * @param converted room for a layer of the cache in the type that scores and sums are made in, if it is not the cache's
     */
    static Attention cached(ModelConfig config, Value cache, Optional<Value> converted, CachePlaces places) {
        int sharing = config.heads() / config.keyValueHeads();
        Value mask = sharing == 1 ? places.mask() : places.mask().op("repeat", new long[] {1, 1, sharing, 1});
        // Views are made once for all layers: of a small model they would take as long as what is done with them.
        Value rows = cache.narrow(2, places.first(), places.rows());
        Value[] written = rows.transpose(3, 4).unbind(0, config.layers());
        Value[] cached = rows.slice(4, 0, places.end()).unbind(0, config.layers());
        Optional<Value> room =
                converted.map(all -> all.narrow(1, 0, places.rows()).slice(3, 0, places.end()));
        Object[] where = {null, places.row(), places.position()};
        return (layer, query, key, value) -> {
            Value made = query.method().op("stack", (Object) new Object[] {key, value});
            written[layer].run("index_put_", where, made);
            Value both = room.map(place -> place.op("copy_", cached[layer])).orElse(cached[layer]);
            Value[] seen = both.unbind(0, 2);
            Value found = grouped(query.op("type_as", both), sharing)
                    .op("scaled_dot_product_attention", seen[0], seen[1], mask);
            return ungrouped(found, sharing).op("type_as", query);
        };
    }

    /** [batch, time, head, dim] to [batch, head of keys and values, sharing x time, dim]. */
    private static Value grouped(Value query, int sharing) {
        return sharing == 1
                ? query.transpose(1, 2)
                : query.unflatten(2, -1, sharing)
                        .op("permute", new long[] {0, 2, 3, 1, 4})
                        .flatten(2, 3);
    }

    /** The way back. */
    private static Value ungrouped(Value found, int sharing) {
        return sharing == 1
                ? found.transpose(1, 2)
                : found.unflatten(2, sharing, -1)
                        .op("permute", new long[] {0, 3, 1, 2, 4})
                        .flatten(2, 3);
    }

    /**
     * Where a batch stands in the cache.
     *
     * @param first row of the cache
     * @param rows number of rows
     * @param row [batch, 1], the rows counted from 0
     * @param position [batch, time]
     * @param end one more than the largest position that is seen
     * @param mask [batch, 1, time, end], 0 where a query sees a key, else minus infinity
     */
    record CachePlaces(Value first, Value rows, Value row, Value position, Value end, Value mask) {}
}
