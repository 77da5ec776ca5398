/// The help of `littleo images`.
extension HelpText {
  static let images = """
    usage: littleo images FOLDER [--hierarchy FILE] [options]

    Compares labels of pretraining on a folder of images in the format of MNIST: four IDX files, plain or compressed by
    gzip, named train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte. There
    may be 2 to 1,000 classes. The command says what it found, trains networks on growing numbers of images, prints a
    table of errors, and decides whether finer labels do better or worse on hard images.

      --hierarchy FILE   a file of two columns, the label of a class and the name of its coarse label; without it, the
                         lower half of the labels stands against the upper half
      --seeds N          runs per scale, 1 to 500 (20)
      --jobs N           threads, 1 to 4096 (the number of processors)
      --store DIR        folder of finished trials (.littleo/store)
      --explore          use exploratory seeds, from 1,000,001 on
      --json             print the findings as one JSON object

    examples: littleo images /usr/share/datasets/fashion-mnist
              littleo images digits --hierarchy parity.txt --seeds 30
    """
}
