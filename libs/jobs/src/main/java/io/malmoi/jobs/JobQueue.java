package io.malmoi.jobs;

import io.malmoi.v1.JobSpec;
import java.util.Locale;

/** The queues of requests, one for each service that runs jobs. */
public enum JobQueue {
    /** Training of tokenizers. */
    TOKENIZER,
    /** Importing, cleaning and structuring of corpora, and building of datasets. */
    DATASET,
    /** Training of models. */
    TRAINING;

    /** The queue for a spec. Throws {@link IllegalArgumentException} if the spec has no work. */
    public static JobQueue of(JobSpec spec) {
        return switch (spec.getWorkCase()) {
            case TRAIN_TOKENIZER -> TOKENIZER;
            case IMPORT_CORPUS, CLEAN_CORPUS, CLEAN_SHARD, STRUCTURE_CORPUS, BUILD_DATASET -> DATASET;
            case TRAIN_MODEL -> TRAINING;
            case WORK_NOT_SET -> throw new IllegalArgumentException("the job has no work");
        };
    }

    /** The topic of this queue, which is also the name of its consumer group. */
    String topic() {
        return "malmoi.jobs." + name().toLowerCase(Locale.ROOT);
    }
}
