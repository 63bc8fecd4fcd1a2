# The CUDA Toolkit, cuBLAS and cuDNN 9, with -DMIEN_CUDA=ON: found in the system's folders or in
# those of Python's nvidia-* packages, -DMIEN_CUDA_HINTS=.../site-packages/nvidia. The toolkit's
# compiler itself is found as CMake finds one: on the PATH, or -DCMAKE_CUDA_COMPILER=.../bin/nvcc.
if(NOT MIEN_CUDA)
  set(MIEN_CUDA_TEXT "not built in")
  return()
endif()
set(MIEN_CUDA_HINTS "" CACHE STRING "Folders that hold cuBLAS and cuDNN, searched first")

# Before the first target: the compute capability to compile for, and PTX for later ones. CMake
# does not know this compiler's flag for C++20, so it is given as it is.
set(CMAKE_CUDA_ARCHITECTURES 90 CACHE STRING "Compute capability of the oldest card, in tenths")
string(REGEX MATCH "^[0-9]+" MIEN_CUDA_ARCHITECTURE "${CMAKE_CUDA_ARCHITECTURES}")
set(CMAKE_CUDA_FLAGS "-std=c++20 --extended-lambda --expt-relaxed-constexpr -Xcompiler=-Wall,-Wextra"
    CACHE STRING "Flags of nvcc")
set(CMAKE_CUDA_FLAGS_RELEASE "-O3" CACHE STRING "Flags of nvcc in a release build")
set(CMAKE_CUDA_STANDARD 20)
set(CMAKE_CUDA_STANDARD_REQUIRED OFF)
enable_language(CUDA)
find_package(CUDAToolkit 12 REQUIRED)

# mien_cuda_version(VARIABLE HEADER PREFIX): PREFIX_MAJOR.PREFIX_MINOR.PREFIX_PATCH of a header.
function(mien_cuda_version variable header prefix)
  set(numbers)
  foreach(part MAJOR MINOR "PATCH(LEVEL)?")
    file(STRINGS ${header} line REGEX "^#define ${prefix}_${part} +[0-9]+" LIMIT_COUNT 1)
    string(REGEX MATCH "[0-9]+" number "${line}")
    list(APPEND numbers ${number})
  endforeach()
  list(JOIN numbers "." version)
  set(${variable} ${version} PARENT_SCOPE)
endfunction()

# mien_cuda_library(NAME FOLDER HEADER LIBRARY...): as the toolkit and the packages, each with a
# folder of its own, lay them out.
function(mien_cuda_library name folder header)
  find_path(MIEN_${name}_INCLUDE ${header} PATHS ${MIEN_CUDA_HINTS} ${CUDAToolkit_INCLUDE_DIRS}
    PATH_SUFFIXES include ${folder}/include cu13/include cu12/include REQUIRED)
  find_library(MIEN_${name}_LIBRARY NAMES ${ARGN} PATHS ${MIEN_CUDA_HINTS} ${CUDAToolkit_LIBRARY_DIR}
    PATH_SUFFIXES lib ${folder}/lib cu13/lib cu12/lib REQUIRED)
endfunction()

mien_cuda_library(cublasLt cublas cublasLt.h cublasLt libcublasLt.so.13 libcublasLt.so.12)
mien_cuda_library(cudnn cudnn cudnn_version.h cudnn libcudnn.so.9)
mien_cuda_version(cublas_version ${MIEN_cublasLt_INCLUDE}/cublas_api.h CUBLAS_VER)
mien_cuda_version(cudnn_version ${MIEN_cudnn_INCLUDE}/cudnn_version.h CUDNN)
if(cudnn_version VERSION_LESS 9)
  message(FATAL_ERROR "cuDNN 9 is needed, found ${cudnn_version} in ${MIEN_cudnn_INCLUDE}")
endif()

add_library(mien_cuda_toolkit INTERFACE)
target_include_directories(mien_cuda_toolkit SYSTEM INTERFACE
  ${CUDAToolkit_INCLUDE_DIRS} ${MIEN_cublasLt_INCLUDE} ${MIEN_cudnn_INCLUDE})
target_link_libraries(mien_cuda_toolkit INTERFACE
  CUDA::cudart_static ${MIEN_cublasLt_LIBRARY} ${MIEN_cudnn_LIBRARY})
set(MIEN_CUDA_TEXT "${CUDAToolkit_VERSION} (cuBLAS ${cublas_version}, cuDNN ${cudnn_version})")
