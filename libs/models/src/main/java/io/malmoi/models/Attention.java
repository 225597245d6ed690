package io.malmoi.models;

import io.malmoi.torchscript.TensorType;
import io.malmoi.torchscript.Value;

/** How a layer's queries find keys and values: all at once, or in a cache. The model is the same. */
interface Attention {
    /**
     * Softmax attention.
     *
     * @param layer index of the block
     * @param query [batch, time, head, dim], as are key, value and the result
     */
    Value attend(int layer, Value query, Value key, Value value);

    /** Each position sees itself and those before it. */
    static Attention causal() {
        return (layer, query, key, value) -> query.transpose(1, 2)
                .op("scaled_dot_product_attention", key.transpose(1, 2), value.transpose(1, 2), null, 0.0, true)
                .transpose(1, 2);
    }

    /** As {@link #causal()}, with dropout of the weights, for which there is no fused kernel on processors. */
    static Attention causal(Layers layers, double dropout, int dimension) {
        if (layers.generator() == null || dropout == 0) {
            return causal();
        }
        return (layer, query, key, value) -> {
            Value scores = query.transpose(1, 2)
                    .times(1 / Math.sqrt(dimension))
                    .op("matmul", key.transpose(1, 2).transpose(2, 3))
                    .to(TensorType.FLOAT32);
            Value index = layers.method().range(query.size(1), query);
            Value future = index.unsqueeze(0).op("gt", index.unsqueeze(1));
            Value weights =
                    scores.op("masked_fill", future, Double.NEGATIVE_INFINITY).op("softmax", -1);
            Value kept = layers.dropout(weights, dropout).op("to", value.dtype());
            return kept.op("matmul", value.transpose(1, 2)).transpose(1, 2);
        };
    }

    /** Writes keys and values into a cache [layer, 2, slot, position, head, dim] and sees what the places let it see there. */
    static Attention cached(Value cache, CachePlaces places) {
        return (layer, query, key, value) -> {
            Value[] seen = {key, value};
            for (int i = 0; i < 2; i++) {
                Value rows = cache.select(0, layer).select(0, i).narrow(0, places.first(), places.rows());
                Object[] where = {places.row(), places.position()};
                rows.run("index_put_", where, seen[i].op("to", cache.dtype()));
                seen[i] = rows.slice(1, 0, places.end()).transpose(1, 2);
            }
            return query.op("to", cache.dtype())
                    .transpose(1, 2)
                    .op("scaled_dot_product_attention", seen[0], seen[1], places.mask())
                    .transpose(1, 2);
        };
    }

    /**
     * Where a batch stands in the cache.
     *
     * @param first row of the cache
     * @param rows number of rows
     * @param row [batch, 1], the rows counted from 0
     * @param position [batch, time]
     * @param end one more than the largest position that is seen
     * @param mask [batch, 1, time, end], true where a query sees a key
     */
    record CachePlaces(Value first, Value rows, Value row, Value position, Value end, Value mask) {}
}
