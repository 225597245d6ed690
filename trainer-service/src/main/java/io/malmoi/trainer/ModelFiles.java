package io.malmoi.trainer;

import io.malmoi.models.TrainingSession;
import io.malmoi.tokenization.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of a model or checkpoint in a local folder. */
final class ModelFiles {
    private static final String TOKENIZER = "tokenizer.json";
    /** Only what resumes training needs these. */
    private static final List<String> RESUMPTION = List.of("optimizer.safetensors", TrainingState.FILE);

    private ModelFiles() {}

    /** Writes the model into a new folder, and the tokenizer whose file stands in the dataset's folder. */
    static void writeModel(Path folder, TrainingSession session, Tokenizer tokenizer, Path dataset) throws IOException {
        Files.createDirectories(folder);
        session.save(folder);
        tokenizer.save(folder, session.config().blockSize());
        // Byte for byte the file that the dataset was made with, whose checksum models are known by.
        Files.copy(dataset.resolve(TOKENIZER), folder.resolve(TOKENIZER), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Adds what resuming the run needs. */
    static void writeResumption(Path folder, TrainingSession session, TrainingState state) throws IOException {
        session.saveOptimizer(folder);
        state.write(folder);
    }

    /** The files in a folder that make the model, in the order of their names. */
    static List<Path> model(Path folder) throws IOException {
        return all(folder).stream()
                .filter(file -> !RESUMPTION.contains(file.getFileName().toString()))
                .toList();
    }

    /** All files in a folder, in the order of their names. */
    static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** Removes a folder, if it is there. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
