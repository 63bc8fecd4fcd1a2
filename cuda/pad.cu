#include "cuda/pad.h"

#include "cuda/launch.h"
#include "cuda/resident.h"
#include "tensor/bfloat16.h"

namespace mien::cuda {
namespace {

// The outputs that show each input: those of input i are [first[i], first[i + 1]) of `outputs`.
struct Copies {
  std::vector<Index> first, outputs;

  Copies(const PadSource& source, Index inputs) {
    for (Index input = 0; input < inputs; ++input) {
      first.push_back(std::ssize(outputs));
      for (Index o = 0; o < std::ssize(source); ++o) {
        if (source[o] == input) outputs.push_back(o);
      }
    }
    first.push_back(std::ssize(outputs));
  }
};

}  // namespace

template <class T>
void pad(const Context& context, Index N, Index H, Index W, Index C, const PadSource& rows,
         const PadSource& columns, const T* x, T* y) {
  const Index height = std::ssize(rows), width = std::ssize(columns);
  const Index *row_of = resident(context, rows), *column_of = resident(context, columns);
  launch(context, N * height * width * C, [=] MIEN_HOST_DEVICE(Index i) {
    const Index pixel = i / C, n = pixel / (height * width);
    const Index row = row_of[pixel / width % height], column = column_of[pixel % width];
    y[i] = row < 0 || column < 0 ? T{} : x[((n * H + row) * W + column) * C + i % C];
  });
}

template <class T>
void pad_backward(const Context& context, Index N, Index H, Index W, Index C, const PadSource& rows,
                  const PadSource& columns, const T* dy, T* dx) {
  const Index height = std::ssize(rows), width = std::ssize(columns);
  const Copies row_copies(rows, H), column_copies(columns, W);
  const Index* const row_begin = resident(context, row_copies.first);
  const Index* const row = resident(context, row_copies.outputs);
  const Index* const column_begin = resident(context, column_copies.first);
  const Index* const column = resident(context, column_copies.outputs);
  launch(context, N * H * W * C, [=] MIEN_HOST_DEVICE(Index i) {
    const Index pixel = i / C, n = pixel / (H * W), h = pixel / W % H, w = pixel % W;
    Wide<T> total = 0;
    for (Index k = row_begin[h]; k < row_begin[h + 1]; ++k) {
      for (Index l = column_begin[w]; l < column_begin[w + 1]; ++l) {
        total += Wide<T>(dy[((n * height + row[k]) * width + column[l]) * C + i % C]);
      }
    }
    dx[i] = T(total);
  });
}

#define MIEN_INSTANTIATE(T)                                                                \
  template void pad(const Context&, Index, Index, Index, Index, const PadSource&,          \
                    const PadSource&, const T*, T*);                                       \
  template void pad_backward(const Context&, Index, Index, Index, Index, const PadSource&, \
                             const PadSource&, const T*, T*);
MIEN_INSTANTIATE(float)
MIEN_INSTANTIATE(double)
MIEN_INSTANTIATE(bfloat16)
#undef MIEN_INSTANTIATE

}  // namespace mien::cuda
