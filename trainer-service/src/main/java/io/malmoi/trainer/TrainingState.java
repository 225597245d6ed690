package io.malmoi.trainer;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run must remember beside weights and optimiser state, so that a resumed run ends as an undisturbed one would.
 *
 * @param step optimiser steps taken
 * @param losses train losses of the last steps, oldest first
 * @param validationLoss of the newest validation; null before the first
 * @param bestValidationLoss the lowest so far, to which the checkpoint `best` belongs; null before the first
 */
record TrainingState(long step, List<Double> losses, Double validationLoss, Double bestValidationLoss) {
    /** Name of the file in a checkpoint. */
    static final String FILE = "training-state.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The state before the first step. */
    static TrainingState initial() {
        return new TrainingState(0, List.of(), null, null);
    }

    /** Reads the state in a checkpoint's folder. */
    static TrainingState read(Path folder) throws IOException {
        return JSON.readValue(Files.readAllBytes(folder.resolve(FILE)), TrainingState.class);
    }

    /** Writes the state into a checkpoint's folder. */
    void write(Path folder) throws IOException {
        Files.write(folder.resolve(FILE), JSON.writeValueAsBytes(this));
    }
}
