package io.malmoi.spark;

import io.malmoi.data.CleaningSteps;
import io.malmoi.datasets.cleaning.CleanedShard;
import io.malmoi.datasets.cleaning.CleaningPlan;
import io.malmoi.datasets.cleaning.Contamination;
import io.malmoi.datasets.text.DocumentLines;
import io.malmoi.datasets.text.Layout;
import io.malmoi.datasets.text.Shards;
import io.malmoi.datasets.text.Shards.Shard;
import io.malmoi.v1.CleanCorpusSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SerializableWritable;

/**
 * Cleans one shard of a text after the other, on whatever executor it was sent to. A shard whose file is there is done.
 *
 * @param source the text
 * @param work the folder of the shards' files
 * @param layout the text's layout
 * @param shards number of shards
 * @param spec what to do, a {@link CleanCorpusSpec} with its defaults
 * @param evaluation the texts of the evaluation set
 * @param configuration of the file systems
 */
record ShardTask(
        String source,
        String work,
        Layout layout,
        int shards,
        byte[] spec,
        List<String> evaluation,
        SerializableWritable<Configuration> configuration)
        implements Serializable {
    /** Cleans a shard; its number again. */
    int clean(int shard) throws IOException {
        TextFile file = file(shard);
        if (!file.exists()) {
            TextFile text = TextFile.of(source, configuration.value());
            Shard piece = Shards.shard(text::from, layout, text.size(), shard, shards);
            CleaningPlan plan = plan();
            file.write(UUID.randomUUID().toString(), target -> {
                try (InputStream stream = new LimitedStream(text.from(piece.begin()), piece.size())) {
                    CleanedShard.write(stream, layout, plan, target);
                }
            });
        }
        return shard;
    }

    /** The file of a shard that is cleaned. */
    TextFile file(int shard) throws IOException {
        return TextFile.of(work, configuration.value()).child("shard-" + shard);
    }

    /** What is done to each document. */
    CleaningPlan plan() throws IOException {
        CleanCorpusSpec complete = CleanCorpusSpec.parseFrom(spec);
        Contamination contamination = CleaningSteps.contamination(complete);
        for (String path : evaluation) {
            TextFile text = TextFile.of(path, configuration.value());
            try (InputStream stream = text.open()) {
                CleaningSteps.add(new DocumentLines(stream, layoutOf(text)), contamination);
            }
        }
        return CleaningSteps.plan(complete, contamination);
    }

    static Layout layoutOf(TextFile text) throws IOException {
        try (InputStream stream = text.open()) {
            return Layout.of(stream);
        }
    }
}
